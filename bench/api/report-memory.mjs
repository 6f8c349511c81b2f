// Loaded into the API before its own code: answers `memory` with what is alive after a collection, in bytes.
process.on('message', (message) => {
  if (message !== 'memory') return;
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send({ type: 'memory', bytes: heapUsed + external });
});
