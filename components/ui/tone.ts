/** What a colour says: `neutral` nothing, `ok` good, `warn` look here, `danger` bad, `info` news. */
export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'danger' | 'info';

export const toneSoft: Record<Tone, string> = {
  neutral: 'bg-neutral-soft text-neutral',
  accent: 'bg-accent-soft text-accent-ink',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
  info: 'bg-info-soft text-info',
};

export const toneText: Record<Tone, string> = {
  neutral: 'text-ink-muted',
  accent: 'text-accent-ink',
  ok: 'text-ok',
  warn: 'text-warn',
  danger: 'text-danger',
  info: 'text-info',
};

export const toneFill: Record<Tone, string> = {
  neutral: 'bg-ink-faint',
  accent: 'bg-accent',
  ok: 'bg-ok-solid',
  warn: 'bg-warn-solid',
  danger: 'bg-danger-solid',
  info: 'bg-info',
};
