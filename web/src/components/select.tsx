import type { ReactNode } from 'react';

interface SelectProps {
  /** For people who do not see what it stands beside. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}

/** The browser's own choice of one; it works with every keyboard and screen reader. */
export function Select({ label, value, onChange, children }: SelectProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      className="h-8 max-w-48 truncate rounded-md border border-line-strong bg-surface px-2 text-[0.8125rem] text-ink"
    >
      {children}
    </select>
  );
}
