/*
 * libbpf FILE N: opens and loads an object N times, all its programs as tc programs, as libbpf does it; prints the nanoseconds
 * of each, as JSON.
 */
#include <bpf/libbpf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void die(const char *what) {
	perror(what);
	exit(1);
}

int main(int argc, char **argv) {
	if (argc != 3) return 2;
	for (int i = 0, n = atoi(argv[2]); i < n; i++) {
		int64_t from = now();
		struct bpf_object *object = bpf_object__open_file(argv[1], NULL);
		struct bpf_program *program;
		if (!object) die("bpf_object__open_file");
		bpf_object__for_each_program(program, object) bpf_program__set_type(program, BPF_PROG_TYPE_SCHED_CLS);
		if (bpf_object__load(object)) die("bpf_object__load");
		printf("%s%lld", i ? "," : "[", (long long)(now() - from));
		bpf_object__close(object);
	}
	puts("]");
	return 0;
}
