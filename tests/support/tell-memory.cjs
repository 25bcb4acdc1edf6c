// Loaded into a server whose memory is measured, with --expose-gc: on SIGUSR2 it tells what it holds once garbage is gone.
process.on('SIGUSR2', () => {
  globalThis.gc();
  globalThis.gc();
  process.stdout.write(`memory held ${process.memoryUsage.rss()} ${process.memoryUsage().heapUsed}\n`);
});
