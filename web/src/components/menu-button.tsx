import { type KeyboardEvent, type ReactNode, Suspense, useState } from 'react';
import { Button } from './button';

interface MenuButtonProps {
  /** What it shows. */
  face: ReactNode;
  disabled?: boolean;
  /** The lazy menu with this face, drawn and open when it is first wanted. */
  children: (face: ReactNode) => ReactNode;
}

/** A button whose menu is loaded when it is first wanted; until then it looks and sounds the same. */
export function MenuButton({ face, disabled = false, children }: MenuButtonProps) {
  const [wanted, setWanted] = useState(false);
  // A menu that was put away because its work is under way must not open by itself afterwards.
  if (wanted && disabled) setWanted(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    setWanted(true);
  };
  const closed = (
    <Button disabled={disabled} aria-haspopup="menu" aria-expanded={false} onKeyDown={onKeyDown} onClick={() => setWanted(true)}>
      {face}
    </Button>
  );
  return wanted ? <Suspense fallback={closed}>{children(face)}</Suspense> : closed;
}
