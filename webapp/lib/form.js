// What a form is asked for and what is sent: values by type, and what is wrong with them, in words. Pure.

/** What a field holds before anybody changes it, as text (bool: true, false, or null while nothing is chosen). */
export function initial(field) {
  const v = field.value;
  if (field.type === 'bool') {
    return v === undefined || v === null ? (field.required ? null : false) : v === true || v === 'true';
  }
  if (field.type === 'secret') return '';
  return v === undefined || v === null ? '' : String(v);
}

/** `{values, fields}`: what to send, and per field what is wrong with it. The server has the last word. */
export function read(form, held) {
  const values = {}, wrong = {};
  for (const f of form.fields ?? []) {
    const v = held[f.id];
    if (f.type === 'bool') {
      if (v === null || v === undefined) { if (f.required) wrong[f.id] = 'Choose yes or no'; }
      else values[f.id] = v;
      continue;
    }
    const text = String(v ?? '');
    if (text === '') {
      if (f.required) wrong[f.id] = f.type === 'choice' ? 'Choose one' : 'Needed';
      else if (f.type !== 'int' && f.type !== 'choice' && f.type !== 'secret' && (f.value ?? '') !== '') {
        values[f.id] = '';
      }
      continue;
    }
    if (f.type === 'int') {
      if (!/^\s*[-+]?\d{1,18}\s*$/.test(text) || !Number.isSafeInteger(Number(text))) {
        wrong[f.id] = 'A whole number is needed, as in 12';
      } else values[f.id] = Number(text);
      continue;
    }
    if (f.pattern && !fits(f.pattern, text)) {
      wrong[f.id] = `Has to match ${f.pattern}`;
      continue;
    }
    values[f.id] = text;
  }
  return { values, fields: wrong };
}
/** Whole text; a pattern that this browser cannot read is left to the server. */
function fits(pattern, text) {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text);
  } catch {
    return true;
  }
}

/** The same start from a terminal, as one line to copy. Secrets are left out. */
export function command(flow, form, held) {
  const parts = ['floe flow run', word(flow)];
  for (const f of form?.fields ?? []) {
    const v = held[f.id];
    if (f.type === 'secret' || v === null || v === undefined || v === '' || v === initial(f)) continue;
    parts.push('--set', word(`${f.id}=${v}`));
  }
  return parts.join(' ');
}
const word = (text) => /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
