import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';
import { NAMESPACE_RETENTION_DAYS, SEARCH_ATTRIBUTE } from '../contracts/constants';
import { withTemporalDeadline } from './connect-temporal';
import { waitUntil } from './wait-until';

/** gRPC's status codes. */
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;

const KEYWORD = temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
const RETENTION_MS = NAMESPACE_RETENTION_DAYS * 24 * 60 * 60 * 1_000;

/**
 * Makes the product's namespace (retention 30 days) and its search attributes where they are missing, and resolves
 * when a workflow could start with them. A namespace that exists keeps its retention. Rejects after `timeoutMs`.
 */
export async function ensureNamespace(connection: Connection, namespace: string, timeoutMs = 20_000): Promise<void> {
  const call = <T>(request: () => Promise<T>) => withTemporalDeadline(connection, request);
  if (!(await exists(connection, namespace))) {
    await call(() =>
      connection.workflowService.registerNamespace({
        namespace,
        description: 'Executions of Agent Studio',
        workflowExecutionRetentionPeriod: msToTs(RETENTION_MS),
      }),
    ).catch(ignoreCode(ALREADY_EXISTS));
    // A server's caches learn of a new namespace with a delay of up to ten seconds.
    await waitUntil(() => exists(connection, namespace), timeoutMs, `Temporal did not make the namespace "${namespace}"`);
  }
  if (!(await hasAttributes(connection, namespace))) {
    const searchAttributes = Object.fromEntries(Object.values(SEARCH_ATTRIBUTE).map((name) => [name, KEYWORD]));
    await call(() => connection.operatorService.addSearchAttributes({ namespace, searchAttributes })).catch(ignoreCode(ALREADY_EXISTS));
    await waitUntil(
      () => hasAttributes(connection, namespace),
      timeoutMs,
      `Temporal did not add the search attributes to the namespace "${namespace}"`,
    );
  }
}

async function exists(connection: Connection, namespace: string): Promise<boolean> {
  const answer = await withTemporalDeadline(connection, () => connection.workflowService.describeNamespace({ namespace })).catch(
    ignoreCode(NOT_FOUND),
  );
  return answer !== undefined;
}

async function hasAttributes(connection: Connection, namespace: string): Promise<boolean> {
  // A namespace that was just made may not be known to this service yet.
  const answer = await withTemporalDeadline(connection, () => connection.operatorService.listSearchAttributes({ namespace })).catch(
    ignoreCode(NOT_FOUND),
  );
  return Object.values(SEARCH_ATTRIBUTE).every((name) => answer?.customAttributes?.[name] === KEYWORD);
}

function ignoreCode(code: number): (error: unknown) => undefined {
  return (error) => {
    if ((error as { code?: unknown }).code !== code) {
      throw error;
    }
    return undefined;
  };
}
