// What runs on a host before the helper: finds it in a cache of its own, or asks for it on standard input, and becomes it.
// `node -e` gets this text as words of one command (remote-helper.ts), which must stay short, hence no more than is needed.
// ES5, so that any Node can read it and say in words that it is too old. `options` is { sudo, sha256: { platform: digest } }.
/* global options */
(function () {
  var fs = require('fs');
  var os = require('os');
  var path = require('path');

  var MEBIBYTE = 1048576;
  var DAY = 86400;
  // Where root of this host is a stranger: NFS, AFS, and FUSE unless it was mounted for others.
  var NOT_FOR_ROOT = [0x6969, 0x5346414f, 0x65735546];

  var node = process.version.slice(1) + ' (' + process.execPath + ')';
  var platform = findPlatform();
  var sha256 = options.sha256[platform];
  if (!sha256)
    refuse(
      'this release has no helper for ' + platform,
      'Install pulumi-netkit there with npm, and name the path of its dist/helper.js by "helper" of the host',
    );
  var name = 'helper-' + sha256 + '.js';
  var obstacles = [];
  var found = findHelper();
  if (!found && options.sudo && !places().some(isWritable))
    refuse(nowhere(), 'Let one of these directories be written, or log in as root');

  say({ state: found ? 'ready' : 'need', platform: platform, node: process.version.slice(1) });
  if (!found) found = receive();
  if (found.file) tidy(path.dirname(found.file));
  become(found);

  // Which libc Node is linked with: glibc has this name in every memory map, and the report knows for sure, but is slow.
  function findPlatform() {
    if (process.platform !== 'linux')
      refuse('it runs ' + process.platform + ', not Linux', 'Name a host that runs Linux');
    if (parseInt(process.versions.node, 10) < 20)
      refuse(
        'its Node is ' + node + '; the helper needs 20 or newer',
        'Install Node 20 or newer there, or name the path of another one by "node" of the host',
      );
    var isGlibc =
      /\/libc\.so\.6$/m.test(fs.readFileSync('/proc/self/maps', 'latin1')) ||
      /** @type {any} */ (process.report.getReport()).header.glibcVersionRuntime;
    return (isGlibc ? 'linux-' : 'musl-') + process.arch;
  }

  function places() {
    var uid = process.geteuid();
    var dirs = [];
    var home = '';
    try {
      home = os.homedir();
    } catch (error) {
      // A user without an entry in passwd, and no HOME: the other places will do.
    }
    [process.env.XDG_CACHE_HOME, home && path.join(home, '.cache')].forEach(function (dir) {
      if (dir && path.isAbsolute(dir)) dirs.push(path.join(dir, 'pulumi-netkit'));
    });
    dirs.push('/run/user/' + uid + '/pulumi-netkit');
    ['/var/tmp', '/dev/shm', '/tmp'].forEach(function (dir) {
      dirs.push(path.join(dir, 'pulumi-netkit-' + uid));
    });
    return dirs;
  }

  // In /tmp anybody may have made a directory of that name: only one that is ours, and ours alone, counts.
  function check(dir) {
    var found = fs.lstatSync(dir);
    if (!found.isDirectory() || found.uid !== process.geteuid()) throw new Error('it is not ours');
    if (found.mode & 63) fs.chmodSync(dir, 448); // 0077, 0700
    if (options.sudo && NOT_FOR_ROOT.indexOf(fs.statfsSync(dir).type) >= 0)
      throw new Error('root cannot be sure to read it there');
  }

  function isWritable(dir) {
    return attempt(dir, function () {
      // A cache directory may be made, and our own in it; a user's /run/user/N is the login's to make.
      if (dir.indexOf('/run/') !== 0) makeDir(path.dirname(dir));
      makeDir(dir);
      check(dir);
      fs.accessSync(dir, fs.constants.W_OK);
      return true;
    });
  }

  function makeDir(dir) {
    try {
      fs.mkdirSync(dir, 448); // 0700
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }

  // What `work` gives; undefined and one more obstacle when it fails.
  function attempt(dir, work) {
    try {
      return work();
    } catch (error) {
      obstacles.push(dir + ': ' + error.message);
    }
  }

  function nowhere() {
    return 'the helper cannot be kept there, where sudo would read it: ' + obstacles.join('; ');
  }

  function digest(bytes) {
    return require('crypto').createHash('sha256').update(bytes).digest('hex');
  }

  // The bytes that are checked are the bytes that run, or, for sudo, lie where only we and root can change them.
  function findHelper() {
    var dirs = places();
    for (var i = 0; i < dirs.length; i++) {
      var file = path.join(dirs[i], name);
      try {
        check(dirs[i]);
        // Looked at before it is opened: in a directory that was open to others, it may be anything.
        var found = fs.lstatSync(file);
        var isOurs = found.isFile() && found.uid === process.geteuid() && found.nlink === 1;
        if (!isOurs || found.mode & 18) continue; // 0022
        var bytes = fs.readFileSync(file);
        if (digest(bytes) === sha256) {
          touch(file);
          return { file: file, bytes: bytes };
        }
      } catch (error) {
        // Not there, or not to be trusted: the next one, or a new one.
      }
    }
  }

  function touch(file) {
    try {
      fs.utimesSync(file, Date.now() / 1000, Date.now() / 1000);
    } catch (error) {
      // A file system that has become read-only still serves.
    }
  }

  function receive() {
    var header = '';
    for (var byte; (byte = String(read(1))) !== '\n' && header.length < 99;) header += byte;
    var length = Number((/^\{"bytes":(\d+)\}$/.exec(header) || [])[1]);
    if (!(length <= 64 * MEBIBYTE)) stop('what was sent is no helper');
    var bytes;
    try {
      bytes = require('zlib').gunzipSync(read(length), { maxOutputLength: 256 * MEBIBYTE });
    } catch (error) {
      stop('what was sent cannot be unpacked: ' + error.message);
    }
    if (digest(bytes) !== sha256) stop('what was sent is not the helper that was asked for');
    obstacles = [];
    var file = keep(bytes);
    if (!file && options.sudo) stop(nowhere()[0]);
    return { file: file, bytes: bytes };
  }

  // Exactly so many bytes: the next one is the helper's. A pipe that others share may be told not to wait.
  function read(length) {
    var bytes = Buffer.alloc(length);
    for (var at = 0, got; at < length; at += got) {
      try {
        got = fs.readSync(0, bytes, at, length - at, null);
      } catch (error) {
        if (error.code !== 'EAGAIN') stop('the helper could not be received: ' + error.message);
        wait();
        got = 0;
        continue;
      }
      if (got === 0) stop('the connection ended before the helper was there');
    }
    return bytes;
  }

  function wait() {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }

  // Whole under its name or not at all, whoever else keeps the same one at this moment.
  function keep(bytes) {
    var dirs = places();
    for (var i = 0; i < dirs.length; i++) {
      var file = path.join(dirs[i], name);
      var draft = file + '.' + process.pid + '.' + Date.now();
      if (!isWritable(dirs[i])) continue;
      var done = attempt(dirs[i], function () {
        try {
          var fd = fs.openSync(draft, 'wx', 384); // 0600
          try {
            fs.writeFileSync(fd, bytes);
            fs.fsyncSync(fd);
          } finally {
            fs.closeSync(fd);
          }
          fs.renameSync(draft, file);
          return true;
        } catch (error) {
          fs.rmSync(draft, { force: true });
          throw error;
        }
      });
      if (done) return file;
    }
  }

  // Of other releases, not used for a week; and drafts of whoever was killed.
  function tidy(dir) {
    attempt(dir, function () {
      fs.readdirSync(dir).forEach(function (entry) {
        if (!/^helper-[0-9a-f]{64}\.js/.test(entry) || entry === name) return;
        var file = path.join(dir, entry);
        var age = Date.now() / 1000 - fs.lstatSync(file).mtimeMs / 1000;
        if (age > (/\.js$/.test(entry) ? 7 : 1) * DAY) fs.unlinkSync(file);
      });
    });
  }

  function become(helper) {
    if (options.sudo) {
      var words = ['-n', process.execPath, helper.file];
      require('child_process')
        .spawn('sudo', words, { stdio: 'inherit' })
        .on('error', function (error) {
          stop('sudo cannot be started: ' + error.message);
        })
        .on('exit', function (code, signal) {
          process.exit(signal ? 128 + os.constants.signals[signal] : code);
        });
      return;
    }
    var Module = require('module');
    var file = helper.file || '/nonexistent/' + name;
    var main = /** @type {any} */ (new Module(file));
    main.filename = file;
    main._compile(String(helper.bytes), file);
  }

  // On a line of its own, even when a banner before it has not ended its last one.
  function say(words) {
    var bytes = Buffer.from('\npulumi-netkit 1 ' + JSON.stringify(words) + '\n');
    for (var at = 0; at < bytes.length;) {
      try {
        at += fs.writeSync(1, bytes, at);
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error;
        wait();
      }
    }
  }

  function refuse(why, advice) {
    say({ state: 'refused', why: why, advice: advice });
    process.exit(1);
  }

  function stop(why) {
    fs.writeSync(2, 'pulumi-netkit: ' + why + '\n');
    process.exit(1);
  }
})();
