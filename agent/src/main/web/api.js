// The daemon's HTTP API.

/** What the daemon refused, in its own words. */
export class Refusal extends Error {
  constructor(status, { detail, hint, title }) {
    super(detail ?? `The daemon answered ${status}.`);
    this.status = status;
    this.title = title ?? '';
    this.hint = hint ?? '';
  }
}

/** Gets JSON or text below /api/v1/. */
export async function call(path, options) {
  const response = await fetch(`/api/v1/${path}`, options);
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const body = isJson ? JSON.parse(text) : text;
  if (!response.ok) throw new Refusal(response.status, isJson ? body : {});
  return body;
}

const send = (method) => (path, body) => call(path, {
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body ?? {}),
});

export const post = send('POST');
export const put = send('PUT');

/** An id as a part of a path. */
export const segment = encodeURIComponent;
