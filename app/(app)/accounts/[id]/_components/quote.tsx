/** Text that a person or a model wrote. */
export function Quote({ children }: { readonly children: string }) {
  return <p className="text-sm whitespace-pre-wrap text-ink-muted">{`“${children}”`}</p>;
}
