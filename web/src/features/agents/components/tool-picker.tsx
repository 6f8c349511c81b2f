import type { Tool } from '@client';
import { FailureNote } from '@/components/error-note';
import { Tag } from '@/components/tag';
import { useTools } from '@/lib/use-tools';

interface ToolPickerProps {
  chosen: readonly string[];
  onChange: (tools: string[]) => void;
  problem?: string;
}

/** What a crash in mid-call does with each class. */
const REPEATS: Record<Tool['repeat'], string> = {
  pure: 'A call that was interrupted is simply made again',
  idempotent: 'A call that was interrupted is made again with the same key, and takes effect once',
  unsafe: 'One attempt; a call whose outcome is unknown is never made again',
};

/** The tools of this Studio, and what a repeat of each would do. */
export function ToolPicker({ chosen, onChange, problem }: ToolPickerProps) {
  const { data, error } = useTools();
  const tools = data?.items ?? [];
  const others = chosen.filter((id) => !tools.some((tool) => tool.id === id));
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium text-[0.8125rem]">Tools</legend>
      <ul className="max-h-64 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {tools.map(({ id, description, repeat }) => (
          <li key={id}>
            <label className="flex cursor-pointer items-baseline gap-3 px-3 py-2 hover:bg-raised/60">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={() => toggle(id)}
                className="size-4 self-center accent-accent"
              />
              <span className="shrink-0 font-mono text-[0.8125rem]">{id}</span>
              <span className="min-w-0 flex-1 truncate text-ink-soft text-xs" title={description}>
                {description}
              </span>
              <Tag tone={repeat === 'unsafe' ? 'warn' : 'neutral'} title={REPEATS[repeat]}>
                {repeat}
              </Tag>
            </label>
          </li>
        ))}
        {others.map((id) => (
          <li key={id}>
            <label className="flex cursor-pointer items-baseline gap-3 px-3 py-2">
              <input type="checkbox" checked onChange={() => toggle(id)} className="size-4 self-center accent-accent" />
              <span className="font-mono text-[0.8125rem]">{id}</span>
              {data !== undefined && <Tag tone="bad">not in this Studio</Tag>}
            </label>
          </li>
        ))}
        {data === undefined && error === null && <li className="px-3 py-2 text-ink-faint text-xs">Loading the tools…</li>}
        {data !== undefined && tools.length === 0 && others.length === 0 && (
          <li className="px-3 py-2 text-ink-faint text-xs">This Studio has no tools.</li>
        )}
      </ul>
      {error !== null && <FailureNote title="The tools could not be read" error={error} />}
      {problem !== undefined && <p className="mt-1 text-bad text-xs">{problem}</p>}
    </fieldset>
  );
}
