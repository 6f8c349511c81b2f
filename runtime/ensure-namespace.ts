import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';
import { NAMESPACE_RETENTION_DAYS, SEARCH_ATTRIBUTE } from '../contracts/constants';
import { withTemporalDeadline } from './connect-temporal';
import { waitUntil } from './wait-until';

/** gRPC's status codes. */
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const PERMISSION_DENIED = 7;

const KEYWORD = temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
const RETENTION_MS = NAMESPACE_RETENTION_DAYS * 24 * 60 * 60 * 1_000;

/**
 * Makes the product's namespace (retention 30 days) and its search attributes where they are missing, and resolves
 * when a workflow could start with them. A namespace that exists keeps its retention. Rejects after `timeoutMs`.
 */
export async function ensureNamespace(connection: Connection, namespace: string, timeoutMs = 20_000): Promise<void> {
  // Not asked first whether it exists: the server remembers a "no" for a second, also for those who come after us.
  await attempt(
    connection,
    () =>
      connection.workflowService.registerNamespace({
        namespace,
        description: 'Executions of Agent Studio',
        workflowExecutionRetentionPeriod: msToTs(RETENTION_MS),
      }),
    [ALREADY_EXISTS, PERMISSION_DENIED],
  );
  if (await isUsable(connection, namespace)) {
    return;
  }
  const searchAttributes = Object.fromEntries(Object.values(SEARCH_ATTRIBUTE).map((name) => [name, KEYWORD]));
  const add = () => connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  await waitUntil(
    // The server's caches learn of a new namespace with a delay; until then it is not found.
    async () => (await attempt(connection, add, [NOT_FOUND, ALREADY_EXISTS])) !== NOT_FOUND && (await isUsable(connection, namespace)),
    timeoutMs,
    `The namespace "${namespace}" and its search attributes could not be used`,
  );
}

/** The namespace is known to those who start workflows, and both attributes to those who look for them. */
async function isUsable(connection: Connection, namespace: string): Promise<boolean> {
  const query = Object.values(SEARCH_ATTRIBUTE)
    .map((name) => `${name} = "nobody"`)
    .join(' AND ');
  const list = () => connection.workflowService.listWorkflowExecutions({ namespace, query, pageSize: 1 });
  return (await attempt(connection, list, [NOT_FOUND, INVALID_ARGUMENT])) === 'done';
}

/** Returns the gRPC code of a failure that is among `expected`; others are thrown. */
async function attempt<Code extends number>(
  connection: Connection,
  call: () => Promise<unknown>,
  expected: Code[],
): Promise<Code | 'done'> {
  try {
    await withTemporalDeadline(connection, call);
    return 'done';
  } catch (error) {
    const code = expected.find((one) => one === (error as { code?: unknown }).code);
    if (code === undefined) {
      throw error;
    }
    return code;
  }
}
