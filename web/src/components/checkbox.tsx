import { useEffect, useRef } from 'react';

interface CheckboxProps {
  label: string;
  checked: boolean | 'indeterminate';
  onChange: (checked: boolean) => void;
}

/** A box to tick, named for those who do not see what it stands beside. */
export function Checkbox({ label, checked, onChange }: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = checked === 'indeterminate';
  }, [checked]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={label}
      checked={checked === true}
      onChange={({ target }) => onChange(target.checked)}
      className="relative z-[2] block size-4 cursor-pointer accent-accent"
    />
  );
}
