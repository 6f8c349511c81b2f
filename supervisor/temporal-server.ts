import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { RunFile } from '../contracts/run-file';
import { connectTemporalClient, withTemporalDeadline } from '../runtime/connect-temporal';
import { waitUntil } from '../runtime/wait-until';
import { freePort } from './free-port';
import { isProcess } from './inspect-process';
import { fromChild, fromPid, type RunningProcess } from './running-process';
import { type TemporalServerSettings, temporalArguments } from './temporal-arguments';

const HOST = '127.0.0.1';
const START_MS = 30_000;
const ADOPT_MS = 3_000;
/** A server that finds its port taken has ended after 60 ms, on a busy machine after some hundred. */
const TAKEN_PORT_ENDS_MS = 2_000;

export interface TemporalAddresses {
  address: string;
  uiUrl: string;
}

export interface TemporalPorts {
  port: number;
  uiPort: number;
}

export interface TemporalFiles {
  /** Absolute; its name in a command line tells our server from others. */
  database: string;
  /** Gets what the server prints; begun anew at each start. */
  log: string;
}

export function toAddresses({ port, uiPort }: TemporalPorts): TemporalAddresses {
  return { address: `${HOST}:${port}`, uiUrl: `http://${HOST}:${uiPort}` };
}

/** Two free ports, the ones of the entry in `run.json` if they still are: whoever knew them finds the server again. */
export async function choosePorts(entry: RunFile['temporal'] | undefined): Promise<TemporalPorts> {
  const known = entry?.pid ? entry : undefined;
  const port = await freePort(known && portOf(known.address));
  const uiPort = await freePort(known?.uiUrl ? portOf(known.uiUrl) : undefined, port);
  return { port, uiPort };
}

/**
 * Starts the server on these ports and resolves when it answers there. `onSpawn` is told the process id before that,
 * for a server that nobody wrote down could not be adopted: when `onSpawn` throws, the server is ended. Rejects with
 * the server's words when it ends first.
 * It is a session of its own and writes to a file, so that it outlives us however we end.
 */
export async function startTemporalServer(
  program: string,
  ports: TemporalPorts,
  files: TemporalFiles,
  onSpawn: (pid: number) => void = () => {},
  dynamicConfig?: TemporalServerSettings['dynamicConfig'],
): Promise<RunningProcess> {
  const log = openSync(files.log, 'w', 0o600);
  const child = spawn(program, temporalArguments({ ...ports, database: files.database, dynamicConfig }), {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  const running = await fromChild(child);
  let acceptedSince: number | undefined;
  try {
    onSpawn(running.pid);
    await waitUntil(
      async () => {
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`The Temporal server ended at once: ${complaintIn(files.log)}`);
        }
        if (!(await accepts(ports.port))) {
          return false;
        }
        acceptedSince ??= Date.now();
        // Another server on the port must not be taken for ours: it has either announced that it serves there, or
        // (a version with other words) has lived for a time in which a taken port would have ended it.
        return announces(files.log, ports.port) || Date.now() - acceptedSince > TAKEN_PORT_ENDS_MS;
      },
      START_MS,
      'The Temporal server did not answer',
    );
  } catch (error) {
    running.kill('SIGKILL');
    throw error;
  }
  return running;
}

/**
 * The server in the entry of `run.json`, if it is alive, is the one on our database file and answers at its address;
 * else null. One that lives but does not answer is killed, for two servers must never share a file.
 */
export async function adoptTemporalServer(entry: RunFile['temporal'] | undefined, database: string): Promise<RunningProcess | null> {
  if (!entry?.pid || !isProcess(entry.pid, 'start-dev', database)) {
    return null;
  }
  const running = fromPid(entry.pid);
  const port = portOf(entry.address);
  if (isProcess(entry.pid, `--port ${port} `) && (await answers(entry.address))) {
    return running;
  }
  running.kill('SIGKILL');
  await running.exited;
  return null;
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}

/** A stopped server still takes connections: only an answer shows that it lives. */
async function answers(address: string): Promise<boolean> {
  const { connection, close } = connectTemporalClient({ address, namespace: 'default' }, undefined, { retry: false });
  try {
    await withTemporalDeadline(connection, () => connection.workflowService.getSystemInfo({}), ADOPT_MS);
    return true;
  } catch {
    return false;
  } finally {
    await close();
  }
}

/** Whether somebody listens on this port and takes the connection within a second. */
function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port, timeout: 1_000 });
    const answer = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });
}

function announces(log: string, port: number): boolean {
  return new RegExp(`Server:\\s+\\S+:${port}\\s`).test(readFileSync(log, 'utf8'));
}

/** The line that says what is wrong, if one does: after a panic the last ones are a stack. */
function complaintIn(path: string): string {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.find((line) => /^(panic|fatal error|Error):/.test(line)) ?? (lines.at(-1) || 'it said nothing');
}
