import type { ButtonHTMLAttributes } from 'react';
import { classes } from '@/lib/classes';

const BASE =
  'inline-flex h-8 items-center justify-center gap-1.5 rounded-md px-3 text-[0.8125rem] font-medium whitespace-nowrap transition-colors disabled:opacity-50';

const VARIANTS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-line-strong bg-surface text-ink hover:bg-raised',
  danger: 'bg-bad text-canvas hover:opacity-90',
  quiet: 'text-ink-soft hover:bg-raised hover:text-ink',
} as const;

export type ButtonVariant = keyof typeof VARIANTS;

/** The look of a button, for links that act like one. */
export function buttonClass(variant: ButtonVariant = 'secondary'): string {
  return classes(BASE, VARIANTS[variant]);
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant;
}

/** A button; it submits nothing unless its type says so. */
export function Button({ variant, className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={classes(buttonClass(variant), className)} {...rest} />;
}
