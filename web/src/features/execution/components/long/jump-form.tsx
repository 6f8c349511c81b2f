import { type FormEvent, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { Button } from '@/components/button';
import { toNumberText } from '@/lib/format';
import { useFindSuperstep } from '../../api/use-find-superstep';
import { toMomentAddress } from '../../model/step-address';

const KINDS = ['superstep', 'event'] as const;

/** Leads to what was said at a superstep or an event, by its number. */
export function JumpForm({ executionId, lastSeq }: { executionId: string; lastSeq: number }) {
  const [kind, setKind] = useState<(typeof KINDS)[number]>('superstep');
  const [text, setText] = useState('');
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const find = useFindSuperstep(executionId);
  const number = Number(text);
  const go = (seq: number) => void navigate(toMomentAddress(query, seq));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    find.reset();
    if (kind === 'event') go(number);
    else find.mutate(number, { onSuccess: (checkpoint) => checkpoint !== null && go(checkpoint.seq) });
  };
  return (
    <form onSubmit={submit} aria-label="Go to a place in it" className="ml-auto flex flex-wrap items-center gap-2">
      {find.data === null && (
        <p role="alert" className="text-bad text-xs">
          There is no superstep {toNumberText(find.variables ?? 0)}.
        </p>
      )}
      {find.error !== null && (
        <p role="alert" className="text-bad text-xs">
          It could not be found: {find.error.message}
        </p>
      )}
      <select
        aria-label="Kind of place"
        value={kind}
        onChange={({ target }) => setKind(KINDS.find((one) => one === target.value) ?? 'superstep')}
        className="h-8 rounded-md border border-line-strong bg-surface px-2"
      >
        <option value="superstep">Superstep</option>
        <option value="event">Event</option>
      </select>
      <input
        type="number"
        required
        min={1}
        max={kind === 'event' ? lastSeq : undefined}
        value={text}
        aria-label="Its number"
        onChange={({ target }) => setText(target.value)}
        className="h-8 w-28 rounded-md border border-line-strong bg-surface px-2 tabular-nums"
      />
      <Button type="submit" disabled={find.isPending}>
        {find.isPending ? 'Looking…' : 'Go'}
      </Button>
    </form>
  );
}
