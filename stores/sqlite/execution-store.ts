import type { BlobStore } from '../../contracts/ports/blob-store';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import { createApprovals } from './executions/approvals';
import { createArtifacts } from './executions/artifacts';
import { createAttempts } from './executions/attempts';
import { createAttention } from './executions/attention';
import { createCalls } from './executions/calls';
import { createComparing } from './executions/comparing';
import { createExchanges } from './executions/exchanges';
import { createExecutions } from './executions/executions';
import { createFeeds } from './executions/feeds';
import { createForks } from './executions/forks/create-forks';
import { createInbox } from './executions/inbox';
import { createLetters } from './executions/letters';
import { createNotices } from './executions/notices';
import { createOrganizationBudgets } from './executions/organization-budgets';
import { createOutputs } from './executions/outputs';
import { createParts } from './executions/parts';
import { createRetention } from './executions/retention';
import { createStarts } from './executions/starts';
import { createStepSummaries } from './executions/step-summaries';
import { createSteps } from './executions/steps';
import { createThreads } from './executions/threads';
import { createTimeWarnings } from './executions/time-warnings';
import { createUsageShares } from './executions/usage-shares';
import type { SqliteDatabase } from './open-database';

/** Executions in SQLite, their long texts in `blobs`. */
export function createSqliteExecutionStore(database: SqliteDatabase, blobs: BlobStore): ExecutionStore {
  const parts = createParts(database, blobs);
  return {
    ...createStarts(parts),
    ...createExecutions(parts),
    ...createCalls(parts),
    ...createOutputs(parts),
    ...createAttempts(parts),
    ...createThreads(parts),
    ...createFeeds(parts),
    ...createExchanges(parts),
    ...createComparing(parts),
    ...createSteps(parts),
    ...createStepSummaries(parts),
    ...createUsageShares(parts),
    ...createArtifacts(parts),
    ...createAttention(parts),
    ...createRetention(parts),
    ...createForks(parts),
    ...createLetters(parts),
    ...createApprovals(parts),
    ...createInbox(parts),
    ...createNotices(parts),
    ...createOrganizationBudgets(parts),
    ...createTimeWarnings(parts),
  };
}
