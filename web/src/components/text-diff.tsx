import { diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';

interface TextDiffProps {
  from: string;
  to: string;
  /** Whose text is shown; what the other does not have is marked. */
  side: 'from' | 'to';
}

/** Long enough for what is read by people, and ended before the page is noticed to think. */
const TIMEOUT_MS = 200;

/** One of two texts with what is different in it marked, not by colour alone. */
export function TextDiff({ from, to, side }: TextDiffProps) {
  const parts = useMemo(() => diffWordsWithSpace(from, to, { timeout: TIMEOUT_MS }), [from, to]);
  // Too different to be told in time: all of it is.
  const shown = parts ?? [{ value: side === 'from' ? from : to, added: side === 'to', removed: side === 'from' }];
  return (
    <p className="prose-plain px-4 py-3 leading-relaxed">
      {shown.map(({ value, added, removed }, index) => {
        const key = `${index}`;
        if (side === 'from' && removed) {
          return (
            <del key={key} className="rounded-sm bg-bad-soft text-bad">
              {value}
            </del>
          );
        }
        if (side === 'to' && added) {
          return (
            <ins key={key} className="rounded-sm bg-good-soft text-good">
              {value}
            </ins>
          );
        }
        return added || removed ? null : <span key={key}>{value}</span>;
      })}
    </p>
  );
}
