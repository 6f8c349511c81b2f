interface TimeRangeProps {
  query: URLSearchParams;
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
        <label key={name} className="flex items-center gap-2 text-ink-soft">
          {label}
          <input
            type="datetime-local"
            defaultValue={toLocalInput(query.get(name))}
            onChange={({ target }) => onChange({ [name]: target.value === '' ? '' : new Date(target.value).toISOString() })}
            className="h-8 rounded-md border border-line-strong bg-surface px-2 text-ink"
          />
        </label>
      ))}
    </fieldset>
  );
}

/** The value of a `datetime-local` field: local time without a zone. */
function toLocalInput(time: string | null): string {
  const ms = time === null ? Number.NaN : Date.parse(time);
  if (Number.isNaN(ms)) return '';
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
