import type { Approval, ApprovalDecision, ApprovalKind, ApprovalStatus } from '../approvals';
import type { Page } from '../entities';
import type { Fact } from '../plan';
import type { PageRequest } from './definition-store';

/**
 * What waits for people. Part of the execution store and under its rules: an approval belongs to one execution, and
 * what happens to it is written with the feed event that tells of it and the letter that wakes the workflow.
 */
export interface ApprovalStore {
  /**
   * Writes facts and a request with its `approvalRequested`, put-if-absent by id; returns the approval that stands.
   * Null when the execution has ended: nothing is written.
   */
  requestApproval(organizationId: string, executionId: string, request: NewApproval, facts: Fact[]): Promise<Approval | null>;
  getApproval(organizationId: string, approvalId: string): Promise<Approval | null>;
  /** Newest request first; stable under inserts. */
  listApprovals(organizationId: string, filter: ApprovalFilter, page: PageRequest): Promise<Page<Approval> | 'invalidCursor'>;
  /**
   * Decides, put-if-absent: of all who try, in any process, one is first. An approval whose deadline has passed is
   * settled as its definition says instead; one whose execution was asked to cancel, or one for which a step in `enclosing`
   * or a budget has no time left, is cancelled, unless what undoes asks. Null when it is unknown.
   */
  decideApproval(organizationId: string, approvalId: string, decision: NewDecision, enclosing?: TimedStep[]): Promise<Decided | null>;
  /** Writes facts and what becomes true at the deadline, unless it was decided before; returns the approval that stands. */
  expireApproval(organizationId: string, approvalId: string, facts: Fact[]): Promise<Approval | null>;
  /** Writes facts, and asks those too whom the escalation names, once, if it is still pending. */
  escalateApproval(organizationId: string, approvalId: string, facts: Fact[]): Promise<Approval | null>;
}

/** The store gives it its times: `timeoutMs` and `escalation.afterMs` count from the request. */
export interface NewApproval {
  /** Unique everywhere; the same for the same request. */
  id: string;
  kind: ApprovalKind;
  stepPath: string;
  prompt: string;
  callId?: string;
  tool?: string;
  arguments?: Approval['arguments'];
  argumentsHash?: string;
  argumentsSchema?: Approval['argumentsSchema'];
  form?: Approval['form'];
  assignees: string[];
  timeoutMs?: number;
  onTimeout?: Approval['onTimeout'];
  escalation?: { afterMs: number; to: string[] };
}

/** A step that is given up after a time. */
export interface TimedStep {
  executionId: string;
  stepPath: string;
  /** From when it began. */
  timeoutMs: number;
}

export type NewDecision = Omit<ApprovalDecision, 'at'>;

export interface Decided {
  approval: Approval;
  /** `decided`: by this call. `repeated`: the same person had decided the same. `lost`: whatever stands is not this decision. */
  outcome: 'decided' | 'repeated' | 'lost';
}

export interface ApprovalFilter {
  /** All when absent. */
  status?: ApprovalStatus[];
  kind?: ApprovalKind[];
  executionId?: string;
  workflowId?: string;
  /** Among those who are asked, or were by escalation. */
  assignee?: string;
}
