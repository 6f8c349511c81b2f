/** Imported before anything else: an old Node could not even load the rest. */
const OLDEST_NODE = 20;

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  process.stderr.write(`Agent Studio needs Node ${OLDEST_NODE} or newer and this is ${process.versions.node}; install a newer one.\n`);
  process.exit(1);
}
