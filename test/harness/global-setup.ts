import { startTestTemporal, type TestTemporal } from './temporal-server';

declare global {
  var testTemporalServer: TestTemporal | undefined;
}

/** One Temporal server for all files of the `temporal` tests; each file has a task queue of its own. */
export default async function globalSetup(): Promise<void> {
  const server = await startTestTemporal();
  globalThis.testTemporalServer = server;
  process.env.TEST_TEMPORAL_ADDRESS = server.address;
}
