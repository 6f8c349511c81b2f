/** The SDK: what programs, the command line and the page use of the Studio. */
export type { Approval, ApprovalDecision, ApprovalKind, ApprovalStatus } from '../contracts/approvals';
export type { Budget, BudgetAmounts, OrganizationBudget, OrganizationMonth } from '../contracts/budget';
export type { ComparedStep, FirstDifference, StepComparison } from '../contracts/comparison';
export { SET_BY_PRODUCT } from '../contracts/constants';
export { toMilliseconds } from '../contracts/duration';
export type { Edit, Editable, EditTarget } from '../contracts/edits';
export type {
  Agent,
  AgentBody,
  Attempt,
  Checkpoint,
  Execution,
  ExecutionError,
  Message,
  Output,
  Page,
  StepSummary,
  Tool,
  ToolCallRequest,
  Usage,
  UsageShare,
  Workflow,
  WorkflowBody,
} from '../contracts/entities';
export type { AgentDelta, FeedEvent } from '../contracts/events';
export type { Exchange } from '../contracts/exchange';
export { canonicalJson, type Json, type JsonObject } from '../contracts/json';
export { fromJsonPointer } from '../contracts/json-pointer';
export { fromUnits, toUnits } from '../contracts/money';
export type { ProblemDetail } from '../contracts/problem';
export type { RouteName, RouteResponse } from '../contracts/routes';
export type { AgentRunResult } from '../contracts/services';
export { EXECUTION_STATUSES, type ExecutionStatus, hasEnded } from '../contracts/statuses';
export type { Step } from '../contracts/steps';
export type { Call, CallOptions, ClientOptions } from './create-call';
export {
  type ApprovalsFilter,
  type Client,
  type CommandOptions,
  createClient,
  type Decision,
  type ExecutionsFilter,
  type PageOptions,
  type ReplaceOptions,
  type RequestOptions,
} from './create-client';
export {
  type ApprovalView,
  EMPTY_VIEW,
  type ExecutionView,
  foldItems,
  type HoldView,
  type RetryView,
  type StepNode,
  type StepState,
  type StepView,
  type StreamingCall,
  type ToolCallView,
  type TranscriptEntry,
  toStepName,
  toStepPath,
  toStepTree,
  type UnheardView,
} from './execution-view';
export { toInnerSteps } from './inner-steps';
export type { PagedList } from './paged-list';
export type { RetryOptions } from './retry';
export type { AgentRun } from './run-agent';
export { StudioError } from './studio-error';
export type { WatchItem, WatchOptions } from './watch';
