import { toSpeakerColor } from './speaker-color';

/** A speaker's initial in the speaker's colour; the name stands beside it. */
export function SpeakerMark({ name }: { name: string }) {
  const color = toSpeakerColor(name);
  return (
    <span
      aria-hidden
      style={{ color, backgroundColor: `color-mix(in oklab, ${color} 14%, transparent)` }}
      className="grid size-6 shrink-0 place-items-center rounded-md text-xs font-semibold uppercase select-none"
    >
      {Array.from(name.trim())[0] ?? '?'}
    </span>
  );
}
