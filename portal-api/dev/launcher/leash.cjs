// Preloaded into every child. When the launcher is gone without a word (kill -9), its end of this
// channel closes, and the child must not stay behind holding a port.
'use strict';

process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 8000).unref();
});
process.channel?.unref();
