import { createOurSubject } from './ours/create-our-subject';
import { type BenchServer, startServer } from './start-server';
import type { Subject } from './subject';
import type { Defer } from './with-clean-up';

/** The product's server and a worker of ours on it, in `folder`; stopped at the end. */
export async function startOurs(defer: Defer, folder: string): Promise<{ server: BenchServer; subject: Subject }> {
  const server = await startServer(folder);
  defer(server.stop);
  const { address, namespace, temporal } = server;
  const subject = await createOurSubject(temporal.client, { address, namespace, dataFolder: folder });
  defer(subject.stop);
  return { server, subject };
}
