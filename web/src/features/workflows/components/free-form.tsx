import type { Json } from '@client';
import { type FormEvent, useId, useState } from 'react';
import { classes } from '@/lib/classes';
import { type InputKind, readInput } from '../read-input';
import { StartButton } from './start-button';

const KINDS: { kind: InputKind; label: string }[] = [
  { kind: 'text', label: 'Text' },
  { kind: 'json', label: 'JSON' },
];

/** The input of a workflow that does not say what it wants: a text, or any JSON. */
export function FreeForm({ busy, onStart }: { busy: boolean; onStart: (input: Json | undefined) => void }) {
  const [kind, setKind] = useState<InputKind>('text');
  const [typed, setTyped] = useState('');
  const [mistake, setMistake] = useState<string | null>(null);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    try {
      const input = readInput(kind, typed);
      setMistake(null);
      onStart(input);
    } catch (error) {
      setMistake(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <div>
        <div className="mb-1.5 flex items-center justify-between gap-3">
          <label htmlFor={id} className="font-medium text-[0.8125rem]">
            Input
          </label>
          <fieldset className="flex rounded-md border border-line p-0.5">
            <legend className="sr-only">Kind of input</legend>
            {KINDS.map((choice) => (
              <button
                key={choice.kind}
                type="button"
                aria-pressed={kind === choice.kind}
                onClick={() => setKind(choice.kind)}
                className={classes(
                  'rounded px-2 py-0.5 font-medium text-xs',
                  kind === choice.kind ? 'bg-raised text-ink' : 'text-ink-faint',
                )}
              >
                {choice.label}
              </button>
            ))}
          </fieldset>
        </div>
        <textarea
          id={id}
          rows={7}
          value={typed}
          spellCheck={kind === 'text'}
          aria-invalid={mistake !== null}
          aria-describedby={mistake === null ? undefined : `${id}-mistake`}
          placeholder={kind === 'text' ? 'What should they work on?' : '{"topic": "…"}'}
          onChange={(event) => setTyped(event.target.value)}
          className={classes(
            'w-full rounded-md border border-line-strong bg-surface px-3 py-2 placeholder:text-ink-faint',
            kind === 'json' && 'font-mono text-[0.8125rem]',
          )}
        />
        {mistake !== null && (
          <p id={`${id}-mistake`} role="alert" className="mt-1 text-bad text-xs">
            This is not valid JSON: {mistake}
          </p>
        )}
      </div>
      <StartButton busy={busy} />
    </form>
  );
}
