import type { AskManager } from './ask-manager';
import type { Evaluator } from './evaluator';
import type { PinnedDefinitions } from './pinned-definitions';
import type { StepInput } from './step-input';
import type { CallViews } from './views/call-views';

/** The parts that the calls share. */
export interface CallParts {
  pinned: PinnedDefinitions;
  stepInput: StepInput;
  evaluator: Evaluator;
  callViews: CallViews;
  askManager: AskManager;
}
