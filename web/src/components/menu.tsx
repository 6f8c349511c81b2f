import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from '@/lib/classes';
import { buttonClass } from './button';

interface MenuProps {
  /** What its button shows. */
  face: ReactNode;
  children: ReactNode;
}

/** A button and its menu, which is open at first: `MenuButton` loads it when it is first wanted. */
export function Menu({ face, children }: MenuProps) {
  return (
    <DropdownMenu.Root defaultOpen modal={false}>
      <DropdownMenu.Trigger className={buttonClass('secondary')}>{face}</DropdownMenu.Trigger>
      {/* In its place, and nothing around it is hidden: it stays within the page's landmarks. */}
      <DropdownMenu.Content
        align="end"
        sideOffset={4}
        className="z-20 max-h-80 min-w-52 max-w-80 overflow-y-auto rounded-lg border border-line bg-surface p-1 text-[0.8125rem] text-ink shadow-xl"
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  onSelect: () => void;
  label?: string;
  className?: string;
  children: ReactNode;
}

export function MenuItem({ onSelect, label, className, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      aria-label={label}
      onSelect={onSelect}
      className={classes(
        'flex min-w-0 flex-1 cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 outline-none data-[disabled]:cursor-not-allowed data-[highlighted]:bg-accent-soft data-[disabled]:text-ink-faint',
        className,
      )}
    >
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}
