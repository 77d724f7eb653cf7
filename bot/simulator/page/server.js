// What the page asks of the simulator. Holds no state.

async function answered(response) {
  const found = await response.json().catch(() => ({ error: response.statusText }));
  if (!response.ok) throw new Error(found.error ?? response.statusText);
  return found;
}

/** Ask for something. */
export async function get(path, options = {}) {
  return answered(await fetch(path, { cache: "no-store", ...options }));
}

/** Do something, with JSON or with a form that holds a file. */
export async function post(path, content) {
  const form = content instanceof FormData;
  const headers = form ? {} : { "content-type": "application/json" };
  return answered(await fetch(path, { method: "POST", headers, body: form ? content : JSON.stringify(content) }));
}
