-- Runs in Neovim with the file open: starts the server, waits for its diagnostics, and writes what the editor
-- shows as JSON to $OUT.
local seen = {}

local client = vim.lsp.start_client({
  name = 'ventry',
  cmd = { os.getenv('NODE'), os.getenv('SERVER'), '--stdio' },
  root_dir = vim.fn.expand('%:p:h'),
})
vim.bo.filetype = 'asm'
vim.lsp.buf_attach_client(0, client)

local function wait_for(count)
  vim.wait(15000, function()
    return #vim.diagnostic.get(0) == count
  end, 20)
end

local function request(method, line, character, more)
  local params = vim.tbl_extend('error', {
    textDocument = { uri = vim.uri_from_bufnr(0) },
    position = { line = line, character = character },
  }, more or {})
  local answers = vim.lsp.buf_request_sync(0, method, params, 10000) or {}
  return (answers[client] or {}).result
end

wait_for(2)
seen.diagnostics = {}
for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
  local line = vim.api.nvim_buf_get_lines(0, diagnostic.lnum, diagnostic.lnum + 1, true)[1]
  table.insert(seen.diagnostics, {
    code = diagnostic.user_data.lsp.code,
    text = line:sub(diagnostic.col + 1, diagnostic.end_col),
    severity = diagnostic.severity,
    source = diagnostic.source,
  })
end

seen.hover = request('textDocument/hover', 5, 6).contents.value

local actions = request('textDocument/codeAction', 4, 0, {
  range = { start = { line = 4, character = 0 }, ['end'] = { line = 4, character = 7 } },
  context = { diagnostics = {} },
})
vim.lsp.util.apply_workspace_edit(actions[1].edit, 'utf-16')
seen.fixed = vim.api.nvim_buf_get_lines(0, 3, 4, true)[1]
vim.api.nvim_buf_set_lines(0, 2, 3, true, { '    /* größe 🚀 */ nop' })
wait_for(0)
seen.left = #vim.diagnostic.get(0)

local file = assert(io.open(os.getenv('OUT'), 'w'))
file:write(vim.fn.json_encode(seen))
file:close()
