import { type Approval, type Decision, type Json, type JsonObject, StudioError } from '@client';
import { useState } from 'react';
import { useDecide } from '@/lib/use-decide';
import { Button } from '../button';
import { FailureNote } from '../error-note';
import { SchemaForm } from '../schema-form';
import { ArgumentsDiff } from './approval-outcome';
import { ArgumentsPart } from './arguments-part';
import { type Answers, isEdited, toDecisionBody } from './decision-body';

const CHOICES: Record<
  'usual' | 'inDoubt',
  readonly { decision: Decision['decision']; label: string; variant: 'primary' | 'danger' | 'secondary' }[]
> = {
  usual: [
    { decision: 'approve', label: 'Approve', variant: 'primary' },
    { decision: 'reject', label: 'Reject', variant: 'danger' },
  ],
  inDoubt: [
    { decision: 'happened', label: 'It happened', variant: 'primary' },
    { decision: 'runAgain', label: 'Run it again', variant: 'secondary' },
    { decision: 'fail', label: 'Let it fail', variant: 'danger' },
  ],
};

const FIELD = 'w-full rounded-md border border-line-strong bg-surface px-3 py-2';

/** Where a person decides: with a comment, other arguments, the answers that are asked for. */
export function DecisionForm({ approval }: { approval: Approval }) {
  const decide = useDecide(approval.id);
  const [answers, setAnswers] = useState<Answers>({ comment: '', result: '' });
  const set = (changes: Partial<Answers>) => setAnswers((current) => ({ ...current, ...changes }));
  const mistakes = decide.error instanceof StudioError ? decide.error.errors : [];
  const inDoubt = approval.kind === 'inDoubt';
  return (
    <div className="space-y-4">
      {approval.arguments !== undefined && (
        <ArgumentsPart approval={approval} mistakes={mistakes} onChange={(value) => set({ arguments: value })} />
      )}
      {isEdited(approval, answers) && <ArgumentsDiff from={approval.arguments} to={answers.arguments} />}
      {approval.form !== undefined && (
        <SchemaForm schema={approval.form as JsonObject} mistakes={mistakes} root="/form" onChange={(form: Json) => set({ form })}>
          {/* The buttons below send it. */}
          <span />
        </SchemaForm>
      )}
      {inDoubt && (
        <label className="block text-[0.8125rem]">
          <span className="mb-1 block text-ink-soft">What it gave, if it happened (JSON, or a text)</span>
          <textarea
            rows={2}
            value={answers.result}
            onChange={({ target }) => set({ result: target.value })}
            className={`${FIELD} font-mono text-xs`}
          />
        </label>
      )}
      <label className="block text-[0.8125rem]">
        <span className="mb-1 block text-ink-soft">Comment (optional; the agents may read it)</span>
        <textarea rows={1} value={answers.comment} onChange={({ target }) => set({ comment: target.value })} className={FIELD} />
      </label>
      {decide.error !== null && <FailureNote title="It was not decided" error={decide.error} />}
      <div className="flex flex-wrap gap-2">
        {CHOICES[inDoubt ? 'inDoubt' : 'usual'].map(({ decision, label, variant }) => (
          <Button
            key={decision}
            variant={variant}
            disabled={decide.isPending}
            onClick={() => decide.mutate(toDecisionBody(approval, decision, answers))}
          >
            {decision === 'approve' && isEdited(approval, answers) ? 'Approve with the changes' : label}
          </Button>
        ))}
      </div>
    </div>
  );
}
