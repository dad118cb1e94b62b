'use client';

/** What a message may carry beside its words. */
export interface Notice {
  readonly description?: string;
  /** The one thing that can be done about it, such as Undo. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Takes the place of an earlier message of this id. */
  readonly id?: string;
  /** Milliseconds it stays; 8 seconds unless said otherwise. */
  readonly duration?: number;
}

const kinds = { ok: 'success', info: 'info', warn: 'warning', danger: 'error' } as const;

let mounted = () => {};
const ready = new Promise<void>((resolve) => {
  mounted = resolve;
});

/** The toaster says here that it is listening; what is said earlier waits for it. */
export function toasterMounted(): void {
  mounted();
}

/**
 * Shows a message for a while and reads it out. Loaded only when there is something to say, which
 * is why nobody imports the toast library but this and the toaster.
 */
export async function notify(
  tone: keyof typeof kinds,
  text: string,
  { action, ...rest }: Notice = {},
): Promise<void> {
  const [{ toast }] = await Promise.all([import('sonner'), ready]);
  toast[kinds[tone]](text, {
    ...rest,
    ...(action && { action: { label: action.label, onClick: () => action.run() } }),
  });
}

/** Takes a message away. */
export async function dismissNotice(id: string): Promise<void> {
  const { toast } = await import('sonner');
  toast.dismiss(id);
}
