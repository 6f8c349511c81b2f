import type { ExecutionView } from '@client';
import { createContext, useContext, useState } from 'react';
import { toSpeakerColors } from '../model/speakers';

/** Colours by speaker, set once around a transcript. */
export const SpeakerColors = createContext<ReadonlyMap<string, string>>(new Map());

/** The colours of those who speak; the same map as long as nobody joins, so that no mark is drawn again. */
export function useSpeakerColors(view: Pick<ExecutionView, 'transcript' | 'streaming'>): ReadonlyMap<string, string> {
  const now = toSpeakerColors(view);
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(now);
  const same = known.size === now.size && [...now].every(([name, color]) => known.get(name) === color);
  if (!same) setKnown(now);
  return same ? known : now;
}

/** A speaker's initial in the speaker's colour; the name stands beside it. */
export function SpeakerMark({ name }: { name: string }) {
  const color = useContext(SpeakerColors).get(name) ?? 'var(--ink-faint)';
  return (
    <span
      aria-hidden
      style={{ color, backgroundColor: `color-mix(in oklab, ${color} 14%, transparent)` }}
      className="grid size-6 shrink-0 select-none place-items-center rounded-md font-semibold text-xs uppercase"
    >
      {Array.from(name.trim())[0] ?? '?'}
    </span>
  );
}
