import type { Json } from '@client';
import { JsonView } from '@/components/json-view';

/** What the execution was started with. */
export function ExecutionInput({ input }: { input: Json }) {
  if (input === null || input === '') return null;
  return (
    <div>
      <p className="mb-1.5 text-ink-faint text-xs">Started with</p>
      <JsonView value={input} label="The execution's input" />
    </div>
  );
}
