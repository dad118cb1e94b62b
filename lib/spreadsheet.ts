/**
 * Text that no spreadsheet runs as a formula: one that would gets a leading apostrophe, which
 * spreadsheets hide.
 */
export function escapeFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
