import { createContext, useContext } from 'react';

/** Colours by speaker, set once around a transcript. */
export const SpeakerColors = createContext<ReadonlyMap<string, string>>(new Map());

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
