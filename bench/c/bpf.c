/*
 * The bare system calls about chains, and a flood to attach them under.
 *
 *   bpf has HOOK                     whether this kernel knows the attach type, a number of enum bpf_attach_type
 *   bpf calls IFINDEX HOOK N         attaches, updates, asks and detaches one program N times; prints the nanoseconds of
 *                                    each, as JSON
 *   bpf flood NETNS FROM TO          sends UDP from a namespace (a path) to an address here until its input closes, to port
 *                                    4000, which is to arrive, and 4001, which a filter is to stop; prints how many of each
 *                                    were sent and arrived, as JSON
 *
 * Layouts by offset: the headers of a build machine may be older than the kernel.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { PROG_LOAD = 5, PROG_QUERY = 16, LINK_CREATE = 28, LINK_UPDATE = 29, LINK_DETACH = 34 };
enum { SCHED_CLS = 3 };

static void die(const char *what) {
	perror(what);
	exit(1);
}

static int64_t now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int bpf(int command, void *attr, unsigned size, const char *what) {
	int result = syscall(SYS_bpf, command, attr, size);
	if (result < 0) die(what);
	return result;
}

static int load(void) {
	/* mov r0, -1 (NEXT); exit */
	static const uint64_t code[] = {0xffffffff000000b7ULL, 0x95ULL};
	struct {
		uint32_t type, count;
		uint64_t code, license, rest[6];
	} attr = {.type = SCHED_CLS, .count = 2};
	attr.code = (uintptr_t)code;
	attr.license = (uintptr_t) "GPL";
	return bpf(PROG_LOAD, &attr, sizeof attr, "PROG_LOAD");
}

struct query {
	uint32_t ifindex, attach_type, query_flags, attach_flags;
	uint64_t programs;
	uint32_t count, pad;
	uint64_t program_flags, links, link_flags, revision;
};

/* Device 0 is none: ENODEV is what a kernel says that knows the hook. */
static int has(int hook) {
	struct query query = {.attach_type = hook};
	return syscall(SYS_bpf, PROG_QUERY, &query, sizeof query) == 0 || errno != ENODEV;
}

static int calls(int ifindex, int hook, int n) {
	int first = load(), second = load();
	int64_t took[4] = {0}, from;
	for (int i = 0; i < n; i++) {
		uint32_t create[8] = {first, ifindex, hook};
		from = now();
		int link = bpf(LINK_CREATE, create, sizeof create, "LINK_CREATE");
		took[0] += now() - from;

		uint32_t update[4] = {link, second};
		from = now();
		bpf(LINK_UPDATE, update, sizeof update, "LINK_UPDATE");
		took[1] += now() - from;

		uint32_t programs[64], links[64];
		struct query query = {.ifindex = ifindex, .attach_type = hook, .count = 64};
		query.programs = (uintptr_t)programs;
		query.links = (uintptr_t)links;
		from = now();
		bpf(PROG_QUERY, &query, sizeof query, "PROG_QUERY");
		took[2] += now() - from;

		uint32_t detach[1] = {link};
		from = now();
		bpf(LINK_DETACH, detach, sizeof detach, "LINK_DETACH");
		took[3] += now() - from;
		close(link);
	}
	printf("{\"attach\":%lld,\"update\":%lld,\"query\":%lld,\"detach\":%lld}\n", (long long)took[0] / n,
	       (long long)took[1] / n, (long long)took[2] / n, (long long)took[3] / n);
	return 0;
}

static struct sockaddr_in at(const char *address, int port) {
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
	if (inet_pton(AF_INET, address, &a.sin_addr) != 1) die(address);
	return a;
}

static int flood(const char *netns, const char *source, const char *target) {
	int receivers[2], senders[2];
	long sent[2] = {0}, got[2] = {0}, lag = 0;
	char byte = 0;
	for (int i = 0; i < 2; i++) {
		struct sockaddr_in here = at(target, 4000 + i);
		receivers[i] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
		if (bind(receivers[i], (void *)&here, sizeof here)) die("bind");
	}
	int fd = open(netns, O_RDONLY);
	if (fd < 0 || setns(fd, CLONE_NEWNET)) die(netns);
	for (int i = 0; i < 2; i++) {
		struct sockaddr_in from = at(source, 0), to = at(target, 4000 + i);
		senders[i] = socket(AF_INET, SOCK_DGRAM, 0);
		if (bind(senders[i], (void *)&from, sizeof from)) die("bind to the source");
		if (connect(senders[i], (void *)&to, sizeof to)) die("connect");
	}
	/* In one thread, so that no queue runs over: what was sent is taken out before more is sent. A veth hands over in a
	   softirq, which may be put off: then the sender waits for it. */
	for (int ended = 0, idle = 0; idle < 20;) {
		struct pollfd end = {.fd = 0, .events = POLLIN};
		if (!ended && sent[0] % 32 == 0 && poll(&end, 1, 0) > 0 && read(0, &byte, 1) == 0) ended = 1;
		if (sent[0] - got[0] > lag + 100) {
			usleep(1000);
			for (int turn = 0; turn < 1000; turn++)
				if (recv(receivers[0], &byte, 1, 0) == 1) got[0]++;
			lag = sent[0] - got[0];
		}
		for (int i = 0; i < 2 && !ended; i++) {
			/* A filter's DROP is told to the sender of a datagram, by some kernels. */
			if (send(senders[i], &byte, 1, 0) == 1 || i == 1) sent[i]++;
			else if (errno != ENOBUFS) die("send");
		}
		int any = 0;
		for (int i = 0; i < 2; i++)
			while (recv(receivers[i], &byte, 1, 0) == 1) got[i]++, any = 1;
		if (ended) {
			idle = any ? 0 : idle + 1;
			usleep(5000);
		}
		if (sent[0] == 1 && sent[1] == 1) puts("flooding"), fflush(stdout);
	}
	printf("{\"good\":{\"sent\":%ld,\"got\":%ld},\"bad\":{\"sent\":%ld,\"got\":%ld}}\n", sent[0], got[0], sent[1], got[1]);
	return 0;
}

int main(int argc, char **argv) {
	if (argc == 3 && !strcmp(argv[1], "has")) return has(atoi(argv[2]));
	if (argc == 5 && !strcmp(argv[1], "calls")) return calls(atoi(argv[2]), atoi(argv[3]), atoi(argv[4]));
	if (argc == 5 && !strcmp(argv[1], "flood")) return flood(argv[2], argv[3], argv[4]);
	fprintf(stderr, "bpf: see the top of bpf.c\n");
	return 2;
}
