import { useId, useState } from 'react';
import { Button } from '@/components/button';
import { readSuperstep } from '../../model/read-superstep';

/** Goes to a superstep by its number. */
export function GoToSuperstep({ onChoose }: { onChoose: (superstep: number) => void }) {
  const [typed, setTyped] = useState('');
  const id = useId();
  const superstep = readSuperstep(typed);
  return (
    <form
      className="flex items-center gap-2 text-xs"
      onSubmit={(event) => {
        event.preventDefault();
        if (superstep !== null) onChoose(superstep);
      }}
    >
      <label htmlFor={id} className="text-ink-faint">
        Go to
      </label>
      <input
        id={id}
        inputMode="numeric"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        className="h-7 w-20 rounded-md border border-line-strong bg-surface px-2 tabular-nums"
      />
      <Button type="submit" className="h-7" disabled={superstep === null}>
        Show
      </Button>
    </form>
  );
}
