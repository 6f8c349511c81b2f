import type { ProblemDetail } from '@client';
import { Button } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { Skeleton } from '@/components/skeleton';
import { useWholeEdit } from '../../../api/use-whole-edit';
import { type EditDraft, isChanged } from '../../../model/edits/edit-draft';
import type { EditItem } from '../../../model/edits/edit-item';
import { AgentEdit } from './agent-edit';
import { AnswerEdit } from './answer-edit';
import { EditDiff } from './edit-diff';
import { MessageEdit } from './message-edit';
import { ValueEdit } from './value-edit';

interface EditFormProps {
  executionId: string;
  item: EditItem;
  draft: EditDraft | undefined;
  /** What the API found, with pointers below this edit. */
  mistakes: readonly ProblemDetail[];
  /** Null: as it was. */
  onChange: (draft: EditDraft | null) => void;
}

/** The form of one edit, once the whole of what is there is known; below it what changes. */
export function EditForm({ executionId, item, draft, mistakes, onChange }: EditFormProps) {
  const { data: was, error } = useWholeEdit(executionId, item);
  if (error !== null && draft === undefined) return <FailureNote title="What is there now could not be read" error={error} />;
  const now = draft ?? was;
  if (now === undefined) return <Skeleton label={`Loading ${item.label}`} />;
  const change = (changed: EditDraft) => onChange(was !== undefined && !isChanged(changed, was) ? null : changed);
  const inFields = FIELDS[item.type];
  const elsewhere = mistakes.filter(({ path }) => !inFields.some((field) => path === field || path.startsWith(`${field}/`)));
  return (
    <>
      <Fields item={item} now={now} mistakes={mistakes} onChange={change} />
      {elsewhere.map(({ path, message }) => (
        <p key={path} role="alert" className="text-bad text-xs">
          {message}
        </p>
      ))}
      {draft !== undefined && (
        <>
          {was !== undefined && <EditDiff before={was} after={draft} />}
          <Button onClick={() => onChange(null)}>As it was</Button>
        </>
      )}
    </>
  );
}

/** The fields that show their own mistakes. */
const FIELDS: Record<EditDraft['type'], readonly string[]> = {
  agent: ['/instructions', '/model'],
  message: ['/text'],
  toolResult: ['/result'],
  answer: ['/comment', '/form'],
  input: ['/input'],
};

function Fields({
  item,
  now,
  mistakes,
  onChange,
}: Pick<EditFormProps, 'item' | 'mistakes'> & { now: EditDraft; onChange: (draft: EditDraft) => void }) {
  const { label, schema } = item;
  switch (now.type) {
    case 'agent':
      return <AgentEdit draft={now} mistakes={mistakes} onChange={onChange} />;
    case 'message':
      return <MessageEdit label={label} draft={now} mistakes={mistakes} onChange={onChange} />;
    case 'answer':
      return <AnswerEdit draft={now} schema={schema} mistakes={mistakes} onChange={onChange} />;
    case 'toolResult':
      return (
        <ValueEdit
          label={`Result of ${label}`}
          value={now.value}
          schema={schema}
          root="/result"
          mistakes={mistakes}
          onChange={(value) => onChange({ ...now, value })}
        />
      );
    case 'input':
      return (
        <ValueEdit
          label={`Input of ${label}`}
          value={now.value}
          schema={schema}
          root="/input"
          mistakes={mistakes}
          onChange={(value) => onChange({ ...now, value })}
        />
      );
  }
}
