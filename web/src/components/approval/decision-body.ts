import type { Approval, Decision, Json } from '@client';

/** What somebody has filled in beside the decision itself. */
export interface Answers {
  comment: string;
  /** Undefined: as they were asked for. */
  arguments?: Json;
  form?: Json;
  /** Of a call in doubt that happened: JSON, or just a text. */
  result: string;
}

/** The body of a decision: only what goes with it, and the hash of the arguments that were looked at. */
export function toDecisionBody(approval: Approval, decision: Decision['decision'], answers: Answers): Decision {
  const { comment, form, result } = answers;
  const edited = answers.arguments as Decision['arguments'];
  return {
    decision,
    ...(comment.trim() !== '' && { comment: comment.trim() }),
    ...(decision === 'approve' && edited !== undefined && isEdited(approval, answers) && { arguments: edited }),
    ...(decision === 'approve' && form !== undefined && { form }),
    ...(decision === 'happened' && { result: readResult(result) }),
    ...(approval.argumentsHash !== undefined && { argumentsHash: approval.argumentsHash }),
  };
}

/** True when other arguments than those asked for would be used. */
export function isEdited(approval: Approval, answers: Answers): boolean {
  return answers.arguments !== undefined && JSON.stringify(answers.arguments) !== JSON.stringify(approval.arguments);
}

function readResult(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // No JSON: a tool's result may be a plain text.
    return text;
  }
}
