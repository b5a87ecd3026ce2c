/*
 * The other side of the benchmarks, as near to the kernel as can be.
 *
 *   netlink replay FILE    sends the very messages that our rtnetlink recorded: N creates, N gets, N changes, N deletes;
 *                          prints for each of the four, as JSON, nanoseconds per message: by the clock, and of the processor
 *   netlink time COMMAND…  runs a command and prints its nanoseconds: so that the price of starting a process from Node
 *                          is not put on the command's bill
 *   netlink cost COMMAND…  the same, until everything that it started has ended; prints as JSON the nanoseconds by the clock
 *                          until the command itself ended, and those of all processors
 *
 * FILE: u32 N, then 4 N messages, each a whole nlmsghdr. Sequence, port and, behind the creates, ifindex are filled in here.
 */
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#ifndef NETLINK_GET_STRICT_CHK
#define NETLINK_GET_STRICT_CHK 12
#endif

static const char *phases[] = {"create", "get", "change", "delete"};
enum { CREATE, GET, CHANGE, DELETE };
/* Each get is asked this many times; requests.ts has the same number. */
enum { GETS = 10 };

static char answer[64 * 1024];
static int fd;
static uint32_t port, sequence;

static void die(const char *what) {
	perror(what);
	exit(1);
}

static int64_t now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* What this process, or those it waited for, had of the processors. */
static int64_t processor(int who) {
	struct rusage usage;
	if (getrusage(who, &usage)) die("getrusage");
	return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000LL +
	       (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000LL;
}

/* The same options as our own socket has. */
static void open_socket(void) {
	int one = 1, options[] = {NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK};
	struct timeval limit = {30, 0};
	struct sockaddr_nl address = {.nl_family = AF_NETLINK};
	socklen_t length = sizeof address;
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (fd < 0) die("socket");
	for (int i = 0; i < 3; i++)
		if (setsockopt(fd, SOL_NETLINK, options[i], &one, sizeof one)) die("setsockopt");
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit)) die("SO_RCVTIMEO");
	if (bind(fd, (struct sockaddr *)&address, length)) die("bind");
	if (getsockname(fd, (struct sockaddr *)&address, &length)) die("getsockname");
	port = address.nl_pid;
}

/* Whether the link in a message has a name: the least that a reader must look at. */
static int has_name(const struct nlmsghdr *m) {
	const struct rtattr *a = IFLA_RTA((struct ifinfomsg *)NLMSG_DATA(m));
	int left = IFLA_PAYLOAD(m);
	for (; RTA_OK(a, left); a = RTA_NEXT(a, left))
		if (a->rta_type == IFLA_IFNAME) return 1;
	return 0;
}

/* One request until its acknowledgement, if it asked for one. Answers the ifindex of the link that came with it, or 0. */
static int exchange(struct nlmsghdr *request) {
	int index = 0;
	request->nlmsg_seq = ++sequence;
	request->nlmsg_pid = port;
	if (send(fd, request, request->nlmsg_len, 0) < 0) die("send");
	for (;;) {
		struct sockaddr_nl from;
		socklen_t size = sizeof from;
		ssize_t length = recvfrom(fd, answer, sizeof answer, MSG_TRUNC, (struct sockaddr *)&from, &size);
		if (length < 0) die("recvfrom");
		if (from.nl_pid != 0) continue;
		int left = (int)length;
		for (struct nlmsghdr *m = (struct nlmsghdr *)answer; NLMSG_OK(m, left); m = NLMSG_NEXT(m, left)) {
			if (m->nlmsg_seq != sequence || m->nlmsg_pid != port) continue;
			if (m->nlmsg_type == NLMSG_ERROR) {
				struct nlmsgerr *e = NLMSG_DATA(m);
				if (e->error == 0) return index;
				errno = -e->error;
				die("the kernel refuses");
			}
			if (m->nlmsg_type == RTM_NEWLINK && has_name(m)) index = ((struct ifinfomsg *)NLMSG_DATA(m))->ifi_index;
			/* Asked without an acknowledgement, the answer is the end. */
			if (index && !(request->nlmsg_flags & NLM_F_ACK)) return index;
		}
	}
}

static int replay(const char *path) {
	struct stat s;
	int file = open(path, O_RDONLY);
	if (file < 0 || fstat(file, &s)) die(path);
	char *bytes = malloc(s.st_size), *at = bytes;
	for (off_t done = 0; done < s.st_size;) {
		ssize_t got = read(file, bytes + done, s.st_size - done);
		if (got <= 0) die(path);
		done += got;
	}
	uint32_t n = *(uint32_t *)at;
	int *index = calloc(n, sizeof *index);
	at += 4;
	open_socket();
	for (int phase = CREATE; phase <= DELETE; phase++) {
		int times = phase == GET ? GETS : 1;
		char *start = at;
		int64_t from = now(), used = processor(RUSAGE_SELF);
		for (int turn = 0; turn < times; turn++) {
			at = start;
			for (uint32_t i = 0; i < n; i++) {
				struct nlmsghdr *m = (struct nlmsghdr *)at;
				at += NLMSG_ALIGN(m->nlmsg_len);
				if (phase == CHANGE || phase == DELETE) ((struct ifinfomsg *)NLMSG_DATA(m))->ifi_index = index[i];
				int seen = exchange(m);
				if (phase == CREATE) index[i] = seen;
			}
		}
		double requests = (double)n * times;
		printf("%s\"%s\":{\"wall\":%.1f,\"processor\":%.1f}", phase ? "," : "{", phases[phase],
		       (now() - from) / requests, (processor(RUSAGE_SELF) - used) / requests);
	}
	puts("}");
	return 0;
}

static pid_t start(char **argv) {
	pid_t child = vfork();
	if (child < 0) die("vfork");
	if (child == 0) {
		dup2(2, 1);
		execvp(argv[0], argv);
		_exit(127);
	}
	return child;
}

static int run(char **argv) {
	int status;
	int64_t from = now();
	pid_t child = start(argv);
	if (waitpid(child, &status, 0) < 0) die("waitpid");
	printf("%lld\n", (long long)(now() - from));
	return status != 0;
}

static int cost(char **argv) {
	int status, failed = 1;
	int64_t from = now(), wall = 0;
	/* Orphans come to us and not to init: only who waits for a process is told what it used. */
	if (prctl(PR_SET_CHILD_SUBREAPER, 1)) die("PR_SET_CHILD_SUBREAPER");
	pid_t child = start(argv), ended;
	while ((ended = wait(&status)) > 0)
		if (ended == child) wall = now() - from, failed = status != 0;
	printf("{\"wall\":%lld,\"processor\":%lld}\n", (long long)wall, (long long)processor(RUSAGE_CHILDREN));
	return failed;
}

int main(int argc, char **argv) {
	if (argc == 3 && !strcmp(argv[1], "replay")) return replay(argv[2]);
	if (argc > 2 && !strcmp(argv[1], "time")) return run(argv + 2);
	if (argc > 2 && !strcmp(argv[1], "cost")) return cost(argv + 2);
	fputs("netlink replay FILE | netlink time COMMAND... | netlink cost COMMAND...\n", stderr);
	return 2;
}
