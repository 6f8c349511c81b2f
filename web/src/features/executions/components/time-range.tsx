import { useEffect, useRef } from 'react';

interface TimeRangeProps {
  query: URLSearchParams;
  /** Empty: no such limit, or one that is half typed. */
  onChange: (values: Record<string, string>) => void;
}

const FIELDS = [
  { name: 'startedAfter', label: 'Started after' },
  { name: 'startedBefore', label: 'before' },
] as const;

/** Two moments, in local time; the address has them in UTC. */
export function TimeRange({ query, onChange }: TimeRangeProps) {
  return (
    <fieldset className="flex w-full flex-wrap items-center gap-x-4 gap-y-2 text-[0.8125rem]">
      <legend className="sr-only">Started between</legend>
      {FIELDS.map(({ name, label }) => (
        <Moment key={name} label={label} time={query.get(name)} onChange={(time) => onChange({ [name]: time })} />
      ))}
    </fieldset>
  );
}

/** One of them. The browser keeps what is half typed, and gives no value for it; another time in the address takes its place. */
function Moment({ label, time, onChange }: { label: string; time: string | null; onChange: (time: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  const shown = toLocalInput(time);
  useEffect(() => {
    if (field.current !== null && field.current.value !== shown) field.current.value = shown;
  }, [shown]);
  return (
    <label className="flex items-center gap-2 text-ink-soft">
      {label}
      <input
        ref={field}
        type="datetime-local"
        defaultValue={shown}
        onChange={({ target }) => onChange(target.value === '' ? '' : new Date(target.value).toISOString())}
        className="h-8 rounded-md border border-line-strong bg-surface px-2 text-ink"
      />
    </label>
  );
}

/** The value of a `datetime-local` field: local time without a zone. */
function toLocalInput(time: string | null): string {
  const ms = time === null ? Number.NaN : Date.parse(time);
  if (Number.isNaN(ms)) return '';
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
