/** The state of an execution's screen, made from its feed. */
export { foldItems } from './fold-items';
export { toStepName, toStepPath } from './step-path';
export { type StepNode, toStepTree } from './step-tree';
export {
  type ApprovalView,
  EMPTY_VIEW,
  type ExecutionView,
  type HoldView,
  type RetryView,
  type StepState,
  type StepView,
  type StreamingCall,
  type ToolCallView,
  type TranscriptEntry,
  type UnheardView,
} from './types';
