/** The size limit of an uploaded file, in bytes. Next.js passes on at most 10 MB of a request. */
export const MAX_UPLOAD_BYTES = 8 * 1024 * 1024;
export const tooLargeMessage = `The file is larger than ${MAX_UPLOAD_BYTES / 1024 / 1024} MB. Nothing was imported. Import larger files with npm run import.`;

/** The size limit of the form that contains the file. */
export const MAX_FORM_BYTES = MAX_UPLOAD_BYTES + 64 * 1024;
