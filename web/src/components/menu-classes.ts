/** The look of a menu's panel. */
export const MENU =
  'z-20 max-h-80 min-w-52 max-w-80 overflow-y-auto rounded-lg border border-line bg-surface p-1 text-[0.8125rem] text-ink shadow-xl';

/** The look of one of its items. */
export const MENU_ITEM =
  'flex min-w-0 flex-1 cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 outline-none data-[disabled]:cursor-not-allowed data-[highlighted]:bg-accent-soft data-[disabled]:text-ink-faint';
