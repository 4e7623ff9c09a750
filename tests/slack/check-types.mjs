// Every payload that the tests sent to a Slack (TestResults/slack/*.jsonl), checked by the TypeScript compiler against
// the official types. Prints how many there were; exits 1 when one does not fit.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = dirname(fileURLToPath(import.meta.url));
const results = join(here, '..', '..', 'TestResults', 'slack');
const types = {
  'chat.postMessage': 'ChatPostMessageArguments', 'chat.update': 'ChatUpdateArguments', 'chat.postEphemeral': 'ChatPostEphemeralArguments', 'chat.delete': 'ChatDeleteArguments',
  'chat.getPermalink': 'ChatGetPermalinkArguments', 'views.open': 'ViewsOpenArguments', 'views.publish': 'ViewsPublishArguments', 'conversations.history': 'ConversationsHistoryArguments',
  'conversations.replies': 'ConversationsRepliesArguments', 'conversations.list': 'ConversationsListArguments', 'users.info': 'UsersInfoArguments', 'auth.test': 'AuthTestArguments',
  'apps.connections.open': 'AppsConnectionsOpenArguments', 'usergroups.users.list': 'UsergroupsUsersListArguments', 'files.getUploadURLExternal': 'FilesGetUploadURLExternalArguments',
  'files.completeUploadExternal': 'FilesCompleteUploadExternalArguments',
};

// a form knows only text: what the types want as numbers and booleans is written so
const numbers = ['limit', 'length'], booleans = ['reply_broadcast', 'unfurl_links', 'unfurl_media', 'include_all_metadata', 'inclusive', 'exclude_archived'];
function typed(args) {
  const out = {};
  for (const [name, value] of Object.entries(args)) out[name] = numbers.includes(name) ? Number(value) : booleans.includes(name) ? value === 'true' : value;
  return out;
}

const seen = new Set();
let unknown = 0;
let source = "import type * as api from '@slack/web-api';\nimport type { KnownBlock, View } from '@slack/types';\n";
for (const file of readdirSync(results).filter(f => f.endsWith('.jsonl'))) {
  for (const line of readFileSync(join(results, file), 'utf8').split('\n').filter(Boolean)) {
    const { method, arguments: args } = JSON.parse(line);
    const text = JSON.stringify(typed(args));
    if (seen.has(method + text)) continue;
    seen.add(method + text);
    if (!types[method]) { console.error(`no official type is named for ${method}`); unknown++; continue; }
    const name = `p${seen.size}`;
    source += `export const ${name} = ${text} satisfies api.${types[method]};\n`;
    if (args.blocks) source += `export const ${name}b = ${JSON.stringify(args.blocks)} satisfies KnownBlock[];\n`;
    if (args.view) source += `export const ${name}v = ${JSON.stringify(args.view)} satisfies View;\n`;
  }
}

const directory = join(here, 'checked');
mkdirSync(directory, { recursive: true });
const path = join(directory, 'payloads.ts');
writeFileSync(path, source);
const program = ts.createProgram([path], { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] });
const problems = ts.getPreEmitDiagnostics(program);
for (const problem of problems.slice(0, 20)) {
  const at = problem.file ? source.split('\n')[problem.file.getLineAndCharacterOfPosition(problem.start).line].slice(0, 300) : '';
  console.error(`${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}\n  ${at}`);
}
rmSync(directory, { recursive: true });
console.log(`${seen.size} different payloads checked against the official types, ${problems.length + unknown} wrong`);
process.exit(problems.length + unknown > 0 || seen.size === 0 ? 1 : 0);
