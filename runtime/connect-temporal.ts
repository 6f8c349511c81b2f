import { Client, Connection } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';

/** A call of the engine never takes longer than this (contract §4). */
export const TEMPORAL_DEADLINE_MS = 5_000;

export interface TemporalAddress {
  address: string;
  namespace: string;
}

export interface TemporalClientOptions {
  /**
   * False: a call fails at the first refusal. By default the SDK repeats calls that the server refused or did not
   * get, also past their deadline; closing a connection while it does so is an uncaught error.
   */
  retry?: false;
}

export interface TemporalClient {
  connection: Connection;
  client: Client;
  close(): Promise<void>;
}

/**
 * A client that connects at its first call and again after every loss, so it can be made while the server is away.
 * The connection sets no deadline of its own: wrap calls in `connection.withDeadline` ({@link withTemporalDeadline}).
 */
export function connectTemporalClient(temporal: TemporalAddress, identity?: string, options: TemporalClientOptions = {}): TemporalClient {
  const connection = Connection.lazy({
    address: temporal.address,
    connectTimeout: TEMPORAL_DEADLINE_MS,
    ...(options.retry === false ? { interceptors: [] } : {}),
    // After a loss gRPC waits a second, then ever longer; here the server is back within a second or two.
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1_000 },
  });
  const client = new Client({ connection, namespace: temporal.namespace, ...(identity === undefined ? {} : { identity }) });
  return { connection, client, close: () => connection.close() };
}

/** Runs calls of this connection with one deadline for all of them, in milliseconds from now. */
export function withTemporalDeadline<T>(connection: Connection, call: () => Promise<T>, milliseconds = TEMPORAL_DEADLINE_MS): Promise<T> {
  return connection.withDeadline(Date.now() + milliseconds, call);
}

/** The worker's connection; rejects when the server does not answer within 10 s. */
export async function connectTemporalWorker(address: string): Promise<NativeConnection> {
  // Loaded here, for it takes a third of a second and the other processes have no use for it.
  const { NativeConnection } = await import('@temporalio/worker');
  return NativeConnection.connect({ address });
}
