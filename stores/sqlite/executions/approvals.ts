import type { Approval, ApprovalDecision } from '../../../contracts/approvals';
import { TIMEOUT_DECIDER } from '../../../contracts/approvals';
import type { BudgetOverrun, MoreOfBudget } from '../../../contracts/budget';
import { LIMIT } from '../../../contracts/constants';
import { canonicalJson } from '../../../contracts/json';
import type { Fact } from '../../../contracts/plan';
import type { ApprovalStore, NewApproval, NewDecision } from '../../../contracts/ports/approval-store';
import { cutBytes } from '../../cut-bytes';
import { type ApprovalRow, type Question, toApproval } from './approval-rows';
import type { ExecutionRow } from './execution-rows';
import { now, type Parts } from './parts';
import { putLongJson } from './stored-text';
import { createWithdraw } from './withdraw';

type Writing = Pick<ApprovalStore, 'requestApproval' | 'decideApproval' | 'expireApproval' | 'escalateApproval'>;

/** Requests and decisions, one transaction a method: the request, its event and whatever it sets off stand or fall together. */
export function createApprovals(parts: Parts): Writing {
  const { database, blobs, executions, feed, approvals, letters, ledgers, notices } = parts;
  const withdraw = createWithdraw(parts);
  const read = async (row: ApprovalRow | null): Promise<Approval | null> => (row === null ? null : toApproval(blobs, row));

  function settleAtDeadline(execution: ExecutionRow, row: ApprovalRow, onTimeout: Approval['onTimeout'], at: string): void {
    const decision = onTimeout === 'fail' ? undefined : onTimeout;
    row.status = decision === undefined ? 'expired' : toStatus(decision);
    if (decision !== undefined) row.decision = JSON.stringify({ decision, by: TIMEOUT_DECIDER, at } satisfies ApprovalDecision);
    approvals.save(row);
    const body = { approvalId: row.id, stepPath: row.stepPath, ...(decision && { decision }) };
    feed.append(execution, { type: 'approvalExpired', of: row.id, at, body });
  }

  /** What the person wrote in the form is the budget's from this transaction on. */
  function topUp(organizationId: string, asked: Approval, { form }: NewDecision, at: string): void {
    const { budgetOf, scope, month } = asked.arguments as { budgetOf: string; scope: BudgetOverrun['scope']; month?: string };
    if (scope === 'organization' && month !== undefined) ledgers.months.give(organizationId, month, form as MoreOfBudget);
    const owner = scope === 'execution' ? executions.find(organizationId, budgetOf) : null;
    if (owner !== null) ledgers.topUp(owner, form as MoreOfBudget, at);
  }

  /** Writes facts, and changes an approval that is pending. */
  async function change(
    organizationId: string,
    approvalId: string,
    facts: Fact[],
    apply: (execution: ExecutionRow, row: ApprovalRow, at: string) => void,
  ): Promise<Approval | null> {
    return read(
      await database.write(() => {
        const at = now();
        const row = approvals.find(organizationId, approvalId);
        if (row === null) return null;
        const execution = executions.require(organizationId, row.executionId);
        if (execution.ending !== null) return row;
        executions.recordActivity(execution);
        feed.appendFacts(execution, facts, at);
        if (row.status === 'pending') apply(execution, row, at);
        executions.saveCounters(execution);
        return row;
      }),
    );
  }

  return {
    async requestApproval(organizationId, executionId, request, facts) {
      const question = JSON.stringify(toQuestion(request));
      const questionBlob = await putLongJson(blobs, executionId, question);
      const row = await database.write(() => {
        const at = now();
        const execution = executions.require(organizationId, executionId);
        if (execution.ending !== null) return null;
        executions.recordActivity(execution);
        feed.appendFacts(execution, facts, at);
        if (approvals.find(organizationId, request.id) === null) {
          const asked = toRow(request, at);
          approvals.insert(execution, { ...asked, question: questionBlob === null ? question : '{}', questionBlob });
          feed.append(execution, { type: 'approvalRequested', of: request.id, at, body: toEventBody(request, asked.deadline) });
          notices.insert(execution, request.id, 'requested', at);
        }
        executions.saveCounters(execution);
        return approvals.find(organizationId, request.id);
      });
      return read(row);
    },

    async decideApproval(organizationId, approvalId, made, enclosing = []) {
      const before = await read(await database.read(() => approvals.find(organizationId, approvalId)));
      if (before === null) return null;
      const decision: ApprovalDecision = { ...made, at: now() };
      const json = JSON.stringify(decision);
      const decisionBlob = await putLongJson(blobs, before.executionId, json);
      let decided = false;
      const row = await database.write(() => {
        const at = now();
        const standing = approvals.find(organizationId, approvalId);
        if (standing?.status !== 'pending') return standing;
        const execution = executions.require(organizationId, standing.executionId);
        if (withdraw(execution, standing, enclosing, at)) {
          executions.saveCounters(execution);
          return standing;
        }
        if (standing.deadline !== null && standing.deadline <= at) settleAtDeadline(execution, standing, before.onTimeout, at);
        else {
          decided = true;
          Object.assign(standing, { status: toStatus(made.decision), decision: decisionBlob === null ? json : '{}', decisionBlob });
          approvals.save(standing);
          if (standing.kind === 'budget' && made.decision === 'approve') topUp(organizationId, before, made, at);
          const { by, comment } = made;
          const body = { approvalId, stepPath: standing.stepPath, decision: made.decision, by, ...(comment !== undefined && { comment }) };
          feed.append(execution, { type: 'approvalDecided', of: approvalId, at: decision.at, body });
        }
        letters.insert(execution, { id: approvalId, kind: 'decision', about: approvalId, value: standing.status }, NO_CONTENT, at);
        executions.saveCounters(execution);
        return standing;
      });
      const approval = await read(row);
      if (approval === null) return null;
      const same = approval.decision !== null && canonicalJson({ ...approval.decision, at: '' }) === canonicalJson({ ...made, at: '' });
      return { approval, outcome: decided ? 'decided' : same ? 'repeated' : 'lost' };
    },

    async expireApproval(organizationId, approvalId, facts) {
      const before = await read(await database.read(() => approvals.find(organizationId, approvalId)));
      return change(organizationId, approvalId, facts, (execution, row, at) => settleAtDeadline(execution, row, before?.onTimeout, at));
    },

    escalateApproval: (organizationId, approvalId, facts) =>
      change(organizationId, approvalId, facts, (execution, row, at) => {
        const escalation = row.escalation === null ? null : (JSON.parse(row.escalation) as NonNullable<Approval['escalation']>);
        if (escalation === null || escalation.escalatedAt !== undefined) return;
        const assignees = [...new Set([...(JSON.parse(row.assignees) as string[]), ...escalation.to])];
        Object.assign(row, {
          assignees: JSON.stringify(assignees),
          escalation: JSON.stringify({ ...escalation, escalatedAt: at }),
        });
        approvals.save(row);
        notices.insert(execution, row.id, 'escalated', at);
        feed.append(execution, {
          type: 'approvalEscalated',
          of: row.id,
          at,
          body: { approvalId, stepPath: row.stepPath, to: escalation.to },
        });
      }),
  };
}

/** The workflow reads what was decided in the store. */
const NO_CONTENT = { json: null, blob: null };

function toStatus(decision: NewDecision['decision']): 'approved' | 'rejected' {
  return decision === 'reject' || decision === 'fail' ? 'rejected' : 'approved';
}

function toQuestion(request: NewApproval): Question {
  const { prompt, callId, tool, arguments: asked, argumentsHash, argumentsSchema, form, onTimeout } = request;
  return { prompt, callId, tool, arguments: asked, argumentsHash, argumentsSchema, form, onTimeout };
}

function toRow({ id, kind, stepPath, assignees, timeoutMs, escalation }: NewApproval, requestedAt: string) {
  const after = (ms: number) => new Date(Date.parse(requestedAt) + ms).toISOString();
  return {
    id,
    kind,
    stepPath,
    requestedAt,
    deadline: timeoutMs === undefined ? null : after(timeoutMs),
    assignees: JSON.stringify(assignees),
    escalation: escalation === undefined ? null : JSON.stringify({ at: after(escalation.afterMs), to: escalation.to }),
  };
}

function toEventBody({ id, kind, stepPath, prompt, tool, callId, argumentsHash, assignees }: NewApproval, deadline: string | null) {
  const { text, truncated } = cutBytes(prompt, LIMIT.eventPrompt);
  return { approvalId: id, kind, stepPath, prompt: text, truncated, tool, callId, argumentsHash, assignees, deadline };
}
