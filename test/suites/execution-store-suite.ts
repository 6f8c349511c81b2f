import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { StoreBenchFactory } from './bench';
import { describeApprovals } from './execution-approvals-suite';
import { describeArtifacts } from './execution-artifacts-suite';
import { describeAttention } from './execution-attention-suite';
import { describeCalls } from './execution-calls-suite';
import { describeCompleted } from './execution-completed-suite';
import { describeFeed } from './execution-feed-suite';
import { describeLetters } from './execution-letters-suite';
import { describeParts } from './execution-parts-suite';
import { describeFeedProperties } from './execution-properties-suite';
import { describeRetention } from './execution-retention-suite';
import { describeRows } from './execution-rows-suite';
import { describeTexts } from './execution-texts-suite';

/** What every execution store must do. */
export function describeExecutionStore(createBench: StoreBenchFactory<ExecutionStore>): void {
  describe('an execution store', () => {
    describeRows(createBench);
    describeCalls(createBench);
    describeFeed(createBench);
    describeTexts(createBench);
    describeArtifacts(createBench);
    describeAttention(createBench);
    describeApprovals(createBench);
    describeRetention(createBench);
    describeLetters(createBench);
    describeParts(createBench);
    describeCompleted(createBench);
    describeFeedProperties(createBench);
  });
}
