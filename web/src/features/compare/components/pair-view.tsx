import type { Message } from '@client';
import { Tag } from '@/components/tag';
import { TextDiff } from '@/components/text-diff';
import { classes } from '@/lib/classes';
import type { Pair } from '../model/pair-messages';

/** One place in both: what is the same once, what differs side by side. */
export function PairView({ pair: { left, right, same, key }, first }: { pair: Pair; first: boolean }) {
  const either = left ?? right;
  return (
    <section aria-label={key} className={classes('rounded-lg border bg-surface', first ? 'border-warn' : 'border-line')}>
      <header className="flex items-center gap-2 border-line border-b px-4 py-2 text-xs">
        <span className="font-semibold">{either?.agent ?? either?.role}</span>
        <span className="truncate text-ink-faint">{either?.thread}</span>
        {first && <Tag tone="warn">first difference</Tag>}
        {same && <Tag>the same</Tag>}
      </header>
      {same ? (
        <Text message={left} />
      ) : (
        <div className="grid divide-y divide-line md:grid-cols-2 md:divide-x md:divide-y-0">
          {left !== null && right !== null ? (
            <>
              <TextDiff from={toText(left)} to={toText(right)} side="from" />
              <TextDiff from={toText(left)} to={toText(right)} side="to" />
            </>
          ) : (
            <>
              <Text message={left} />
              <Text message={right} />
            </>
          )}
        </div>
      )}
    </section>
  );
}

function Text({ message }: { message: Message | null }) {
  if (message === null) return <p className="px-4 py-3 text-ink-faint">Nothing here.</p>;
  return <p className="prose-plain px-4 py-3 leading-relaxed">{toText(message)}</p>;
}

/** Text and requests in one, so that both are compared. */
function toText({ text, toolCalls = [] }: Message): string {
  return [text, ...toolCalls.map((call) => `${call.tool} ${JSON.stringify(call.arguments)}`)].filter((part) => part !== '').join('\n\n');
}
