// PID 1 of a lab guest: mounts the host's root read-only under a tmpfs overlay, then starts commands and carries their
// stdin, stdout, stderr, signals and exit codes over one raw line, many at a time.  wire.cjs has the same table of types.
//   cc -O2 -static -s -o init init.c
// kernel command line: rootfs=virtiofs|hostfs; line: virtio-serial port "lab.line", under User-Mode Linux ttyS0
// A frame is "LAB", u8 type, u32 id, u32 length (little endian), payload.  Anything else on the line stops the guest.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum {
  START = 1, STDIN, STDIN_EOF, SIGNAL, CREDIT, KILL, OFF, PING, MOUNT, SYSCTL,  // host to guest (CREDIT both ways)
  HELLO = 16, STDOUT, STDERR, EXIT, PONG, FATAL                                 // guest to host
};
enum { CHUNK = 32768, WINDOW = 262144, MAXFRAME = 1 << 20, HEADER = 12, ACK = 1024 };

struct buf { char *b; size_t off, len, cap; };
struct stream {
  uint32_t id, credit;      // credit: bytes of output the host still takes
  pid_t pid;
  int in, out[2];           // our ends of the pipes, -1 once closed
  int eof, exited, code, abandoned;
  struct buf inq;           // stdin the process has not read yet; at most WINDOW, the host keeps to its credit
};

static int line = -1, uml, sigfd;
static char *rootfs;
static sigset_t oldmask;
static struct buf outq, lineq;
static struct stream *streams[4096];
static int nstreams;

static void add(struct buf *q, const void *p, size_t n) {
  if (q->off && q->off + q->len + n > q->cap) { memmove(q->b, q->b + q->off, q->len); q->off = 0; }
  if (q->len + n > q->cap) {
    q->cap = (q->len + n) * 2;
    if (!(q->b = realloc(q->b, q->cap))) abort();
  }
  memcpy(q->b + q->off + q->len, p, n); q->len += n;
}
static void take(struct buf *q, size_t n) { q->off += n; q->len -= n; if (!q->len) q->off = 0; }

static void send_frame(int type, uint32_t id, const void *p, uint32_t n) {
  char h[HEADER] = {'L', 'A', 'B', type};
  memcpy(h + 4, &id, 4); memcpy(h + 8, &n, 4);
  add(&outq, h, HEADER); add(&outq, p, n);
}
static void send_u32(int type, uint32_t id, uint32_t v) { send_frame(type, id, &v, 4); }
static void flush_line(void) {
  while (outq.len) {
    ssize_t r = write(line, outq.b + outq.off, outq.len);
    if (r <= 0) return;
    take(&outq, r);
  }
}
static _Noreturn void off(void) {
  sync();
  if (!uml && ioperm(0x501, 1, 1) == 0) outb(0x10, 0x501);  // isa-debug-exit: QEMU ends at once
  reboot(RB_POWER_OFF);
  reboot(RB_AUTOBOOT);
  for (;;) pause();
}
static void say(const char *f, ...) {  // to the console log
  char b[512];
  va_list a;
  int n = snprintf(b, sizeof b, "lab-init: ");
  va_start(a, f);
  n += vsnprintf(b + n, sizeof b - n - 2, f, a);
  va_end(a);
  if (n > 510) n = 510;
  b[n++] = '\n';
  int k = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
  if (k >= 0) { (void)!write(k, b, n); close(k); }
}
static void fatal(const char *f, ...) {
  char b[400];
  va_list a;
  va_start(a, f);
  vsnprintf(b, sizeof b, f, a);
  va_end(a);
  say("FATAL %s", b);
  if (line >= 0) { send_frame(FATAL, 0, b, strlen(b)); for (int i = 0; i < 50 && outq.len; i++, usleep(10000)) flush_line(); }
  usleep(200000);
  off();
}
static char *arg(const char *k) {
  static char cl[4096], v[256];
  size_t l = strlen(k);
  int f = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
  ssize_t r = read(f, cl, sizeof cl - 1);
  close(f); cl[r > 0 ? r : 0] = 0;
  for (char *p = strtok(cl, " \n"); p; p = strtok(0, " \n"))
    if (!strncmp(p, k, l) && p[l] == '=') { snprintf(v, sizeof v, "%s", p + l + 1); return v; }
  return 0;
}
static void mnt(const char *s, const char *d, const char *t, unsigned long f, const char *o, int must) {
  mkdir(d, 0755);
  if (mount(s, d, t, f, o) && must) fatal("mount %s on %s type %s: %s", s, d, t, strerror(errno));
}
static int cmp(const void *a, const void *b) { return strcmp(*(char **)a, *(char **)b); }
static void modules(void) {  // /mods/NN-name.ko of the initrd, in order
  DIR *d = opendir("/mods");
  char *n[64], p[512]; int c = 0; struct dirent *e;
  if (!d) return;
  while ((e = readdir(d)) && c < 64) if (e->d_name[0] != '.') n[c++] = strdup(e->d_name);
  closedir(d);
  qsort(n, c, sizeof *n, cmp);
  for (int i = 0; i < c; i++) {
    snprintf(p, sizeof p, "/mods/%s", n[i]);
    int f = open(p, O_RDONLY | O_CLOEXEC);
    if (syscall(SYS_finit_module, f, "", 0) && errno != EEXIST) say("insmod %s: %s", n[i], strerror(errno));
    close(f);
  }
}
static int open_line(void) {
  char p[600], b[64];
  if (uml) {
    int f = open("/dev/ttyS0", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    struct termios t;
    if (f >= 0 && !tcgetattr(f, &t)) { cfmakeraw(&t); tcsetattr(f, TCSANOW, &t); }
    return f;
  }
  for (int t = 0; t < 1000; t++, usleep(10000)) {
    DIR *d = opendir("/sys/class/virtio-ports");
    struct dirent *e; int r = -1;
    if (!d) continue;
    while (r < 0 && (e = readdir(d))) {
      if (e->d_name[0] == '.') continue;
      snprintf(p, sizeof p, "/sys/class/virtio-ports/%s/name", e->d_name);
      int f = open(p, O_RDONLY | O_CLOEXEC);
      int n = f < 0 ? 0 : read(f, b, 63);
      if (f >= 0) close(f);
      if (n < 8 || memcmp(b, "lab.line", 8)) continue;
      snprintf(p, sizeof p, "/dev/%s", e->d_name);
      r = open(p, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    }
    closedir(d);
    if (r >= 0) return r;
  }
  return -1;
}
static void lo_up(void) {
  int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  struct ifreq r; memset(&r, 0, sizeof r); strcpy(r.ifr_name, "lo");
  ioctl(s, SIOCGIFFLAGS, &r); r.ifr_flags |= IFF_UP; ioctl(s, SIOCSIFFLAGS, &r);
  close(s);
}
static void put(const char *p, const char *v) {
  int f = open(p, O_WRONLY | O_CLOEXEC);
  if (f < 0 || write(f, v, strlen(v)) < 0) say("set %s: %s", p, strerror(errno));
  if (f >= 0) close(f);
}

static void setup(void) {
  mnt("proc", "/proc", "proc", 0, 0, 1);
  mnt("sysfs", "/sys", "sysfs", 0, 0, 1);
  mnt("devtmpfs", "/dev", "devtmpfs", 0, 0, 0);
  rootfs = arg("rootfs"); rootfs = strdup(rootfs ? rootfs : "virtiofs");
  uml = !strcmp(rootfs, "hostfs");
  modules();
  if ((line = open_line()) < 0) { say("no line to the host"); off(); }
  if (uml) mnt("tmpfs", "/mnt", "tmpfs", 0, "mode=755", 1);  // User-Mode Linux starts on the read-only hostfs itself
  if (chdir(uml ? "/mnt" : "/")) fatal("chdir: %s", strerror(errno));
  mkdir("ro", 0755); mkdir("rw", 0755); mkdir("root2", 0755);
  mnt("labroot", "ro", rootfs, MS_RDONLY | MS_NOATIME, uml ? "/" : 0, 1);
  mnt("tmpfs", "rw", "tmpfs", 0, "size=90%,mode=755", 1);
  mkdir("rw/u", 0755); mkdir("rw/w", 0755);
  if (mount("overlay", "root2", "overlay", MS_NOATIME, "lowerdir=ro,upperdir=rw/u,workdir=rw/w")) fatal("overlay: %s", strerror(errno));
  if (mount("/proc", "root2/proc", 0, MS_MOVE, 0) || mount("/sys", "root2/sys", 0, MS_MOVE, 0) || mount("/dev", "root2/dev", 0, MS_MOVE, 0))
    fatal("move: %s", strerror(errno));
  if (chdir("root2") || mount(".", "/", 0, MS_MOVE, 0) || chroot(".") || chdir("/")) fatal("chroot: %s", strerror(errno));
  umask(022);
  mnt("devpts", "/dev/pts", "devpts", 0, "mode=620,ptmxmode=666", 0);
  mnt("tmpfs", "/dev/shm", "tmpfs", 0, "mode=1777", 0);
  mnt("tmpfs", "/run", "tmpfs", 0, "mode=755", 1);
  mnt("tmpfs", "/tmp", "tmpfs", 0, "mode=1777", 1);
  mkdir("/run/lock", 01777); mkdir("/run/netns", 0755); mkdir("/run/sudo", 0711);
  mnt("bpf", "/sys/fs/bpf", "bpf", 0, "mode=700", 0);
  mnt("cgroup2", "/sys/fs/cgroup", "cgroup2", 0, 0, 0);
  mnt("tracefs", "/sys/kernel/tracing", "tracefs", 0, 0, 0);
  mnt("debugfs", "/sys/kernel/debug", "debugfs", 0, 0, 0);
  (void)!symlink("/proc/self/fd", "/dev/fd"); (void)!symlink("/proc/self/fd/0", "/dev/stdin");
  (void)!symlink("/proc/self/fd/1", "/dev/stdout"); (void)!symlink("/proc/self/fd/2", "/dev/stderr");
  sethostname("lab", 3);
  lo_up();
  put("/proc/sys/vm/drop_caches", "4");  // no console line for each of ours
  struct rlimit rl = {RLIM_INFINITY, RLIM_INFINITY}; setrlimit(RLIMIT_MEMLOCK, &rl);
  rl.rlim_cur = 65536; rl.rlim_max = 1048576; setrlimit(RLIMIT_NOFILE, &rl);
}

static struct stream *find(uint32_t id) {
  for (int i = 0; i < nstreams; i++) if (streams[i]->id == id) return streams[i];
  return 0;
}
static void refuse(uint32_t id, const char *why) {
  char b[256];
  int n = snprintf(b, sizeof b, "lab: %s: %s\n", why, strerror(errno));
  send_frame(STDERR, id, b, n); send_u32(EXIT, id, 125);
}
// payload: u32 flags (1: forget cached files), u32 argc, u32 envc, then NUL-terminated cwd, argv, env
static void start(uint32_t id, char *p, uint32_t n) {
  uint32_t h[3], i = 0;
  if (n < 14 || p[n - 1]) fatal("start: malformed");
  memcpy(h, p, 12);
  if (h[1] > 65536 || h[2] > 65536 || !h[1]) fatal("start: malformed");
  char **v = calloc(h[1] + h[2] + 3, sizeof *v), *q = p + 12, *cwd = q, **a = v, **e = v + h[1] + 1;
  for (q += strlen(q) + 1; q < p + n && i < h[1] + h[2]; q += strlen(q) + 1, i++) v[i < h[1] ? i : i + 1] = q;
  if (i != h[1] + h[2]) fatal("start: malformed");
  if (h[0] & 1) put("/proc/sys/vm/drop_caches", "3");
  int pin[2] = {-1, -1}, po[2][2];
  struct stream *s = calloc(1, sizeof *s);
  if (nstreams == (int)(sizeof streams / sizeof *streams)) { errno = EAGAIN; refuse(id, "too many commands at a time"); goto out; }
  if (pipe2(pin, O_CLOEXEC) || pipe2(po[0], O_CLOEXEC) || pipe2(po[1], O_CLOEXEC)) { refuse(id, "pipe"); goto out; }
  pid_t k = fork();
  if (!k) {
    sigprocmask(SIG_SETMASK, &oldmask, 0); signal(SIGPIPE, SIG_DFL); setsid();
    dup2(pin[0], 0); dup2(po[0][1], 1); dup2(po[1][1], 2);
    if (chdir(cwd)) { dprintf(2, "lab: chdir %s: %s\n", cwd, strerror(errno)); _exit(125); }
    environ = e;
    execvp(a[0], a);
    dprintf(2, "lab: %s: %s\n", a[0], strerror(errno));
    _exit(errno == ENOENT ? 127 : 126);
  }
  close(pin[0]); close(po[0][1]); close(po[1][1]);
  if (k < 0) { refuse(id, "fork"); close(pin[1]); close(po[0][0]); close(po[1][0]); goto out; }
  s->id = id; s->pid = k; s->credit = WINDOW; s->in = pin[1]; s->out[0] = po[0][0]; s->out[1] = po[1][0];
  for (int j = 0; j < 2; j++) fcntl(s->out[j], F_SETFL, O_NONBLOCK);
  fcntl(s->in, F_SETFL, O_NONBLOCK);
  streams[nstreams++] = s; s = 0;
out:
  free(s); free(v);
}
static void feed(struct stream *s) {  // queued stdin to the process
  while (s->inq.len && s->in >= 0) {
    ssize_t r = write(s->in, s->inq.b + s->inq.off, s->inq.len);
    if (r < 0 && errno == EAGAIN) return;
    if (r < 0 && errno == EINTR) continue;
    size_t n = r < 0 ? s->inq.len : (size_t)r;  // it closed its stdin: drop the rest, but go on giving credit
    if (r < 0) { close(s->in); s->in = -1; }
    take(&s->inq, n); send_u32(CREDIT, s->id, n);
  }
  if (s->in < 0 && s->inq.len) { send_u32(CREDIT, s->id, s->inq.len); take(&s->inq, s->inq.len); }
  if (s->eof && !s->inq.len && s->in >= 0) { close(s->in); s->in = -1; }
}
static void frame(int type, uint32_t id, char *p, uint32_t n) {
  struct stream *s = find(id);
  uint32_t v = 0;
  if (n >= 4) memcpy(&v, p, 4);
  switch (type) {
  case START: if (s) fatal("start: stream %u is in use", id); start(id, p, n); return;
  case STDIN: if (s) { add(&s->inq, p, n); feed(s); } return;
  case STDIN_EOF: if (s) { s->eof = 1; feed(s); } return;
  case SIGNAL: if (s && !s->exited) kill(-s->pid, v); return;
  case CREDIT: if (s) s->credit += v; return;
  case KILL: if (s) { if (!s->exited) kill(-s->pid, SIGKILL); s->abandoned = 1; s->eof = 1; take(&s->inq, s->inq.len); feed(s); } return;
  case PING: send_frame(PONG, id, p, n); return;
  case MOUNT: {  // tag, path: a writable host directory, at the same place
    char *path = p + strlen(p) + 1;
    for (char *q = path + 1; (q = strchr(q, '/')); q++) { *q = 0; mkdir(path, 0755); *q = '/'; }  // below our own /tmp
    mnt(p, path, rootfs, 0, uml ? path : 0, 1);
    return;
  }
  case SYSCTL: put(p, p + strlen(p) + 1); return;
  case OFF: off(); break;
  default: fatal("the line from the host is out of step: type %d", type);
  }
}
static void parse(void) {
  uint32_t id, n;
  while (lineq.len >= HEADER) {
    char *h = lineq.b + lineq.off;
    memcpy(&id, h + 4, 4); memcpy(&n, h + 8, 4);
    if (memcmp(h, "LAB", 3) || n > MAXFRAME) fatal("the line from the host is out of step");
    if (lineq.len < HEADER + n) return;
    frame(h[3], id, h + HEADER, n);
    take(&lineq, HEADER + n);
  }
}
static void reap(void) {
  char b[1024]; int st; pid_t w;
  while (read(sigfd, b, sizeof b) > 0) {}
  while ((w = waitpid(-1, &st, WNOHANG)) > 0)
    for (int i = 0; i < nstreams; i++)
      if (streams[i]->pid == w) { streams[i]->exited = 1; streams[i]->code = WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st); }
}
// moves what the process wrote; once it is gone and its pipes are empty the stream ends, whoever else holds them open
static void drain(struct stream *s) {
  static char b[CHUNK];
  int empty = 1;
  for (int i = 0; i < 2; i++)
    while (s->out[i] >= 0) {
      if (!s->abandoned && (!s->credit || outq.len > WINDOW)) { empty = 0; break; }
      size_t want = s->abandoned || s->credit > CHUNK ? CHUNK : s->credit;
      ssize_t r = read(s->out[i], b, want);
      if (r < 0 && errno == EINTR) continue;
      if (r < 0) break;
      if (r == 0) { close(s->out[i]); s->out[i] = -1; break; }
      if (s->abandoned) continue;
      s->credit -= r; send_frame(STDOUT + i, s->id, b, r);
    }
  if (!s->exited || !empty) return;
  send_u32(EXIT, s->id, s->code);
  if (s->in >= 0) close(s->in);
  for (int i = 0; i < 2; i++) if (s->out[i] >= 0) close(s->out[i]);
  free(s->inq.b); s->pid = 0;
}

int main(void) {
  static struct pollfd pf[2 + 3 * 4096];
  static char b[65536];
  struct utsname un;
  int heard = 0;
  uint32_t unacked = 0;
  setup();
  sigset_t ss; sigemptyset(&ss); sigaddset(&ss, SIGCHLD); sigprocmask(SIG_BLOCK, &ss, &oldmask);
  sigfd = signalfd(-1, &ss, SFD_CLOEXEC | SFD_NONBLOCK);
  signal(SIGPIPE, SIG_IGN);
  uname(&un); send_frame(HELLO, 0, un.release, strlen(un.release));
  for (;;) {
    flush_line();
    int n = 2;
    pf[0] = (struct pollfd){line, POLLIN | (outq.len ? POLLOUT : 0), 0};
    pf[1] = (struct pollfd){sigfd, POLLIN, 0};
    for (int i = 0; i < nstreams; i++) {
      struct stream *s = streams[i];
      int open = s->abandoned || (s->credit && outq.len <= WINDOW);
      for (int j = 0; j < 2; j++) if (open && s->out[j] >= 0) pf[n++] = (struct pollfd){s->out[j], POLLIN, 0};
      if (s->in >= 0 && s->inq.len) pf[n++] = (struct pollfd){s->in, POLLOUT, 0};
    }
    poll(pf, n, outq.len ? 20 : -1);
    ssize_t r = read(line, b, sizeof b);
    if (r > 0) {
      add(&lineq, b, r); parse(); heard = 1; unacked += r;
      // A tty of User-Mode Linux that was throttled once never reads again (its fd leaves the epoll set for good), so
      // the host keeps fewer bytes under way than the tty buffers.
      if (uml && unacked >= ACK) { send_u32(CREDIT, 0, unacked); unacked = 0; }
    }
    else if (r == 0 && !heard) usleep(1000);  // a virtio port reads 0 until the host's end is announced
    else if (r == 0 || (errno != EAGAIN && errno != EINTR)) off();  // the host's end is gone
    reap();
    for (int i = 0; i < nstreams;) {
      feed(streams[i]); drain(streams[i]);
      if (streams[i]->pid) { i++; continue; }
      free(streams[i]); streams[i] = streams[--nstreams];
    }
  }
}
