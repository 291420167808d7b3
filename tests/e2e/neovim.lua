-- Drives Neovim's own client through one visit: diagnostics, hover, completion, a fix.
-- Arguments come by the environment; what was seen is written as JSON to TCLSP_E2E_RESULT.
-- Only what Neovim 0.7 has is used.

local seen = {}
local limit = 60000

local function note(name, value)
  seen[name] = value
end

local function finish(failure)
  seen.failure = failure
  local file = io.open(vim.env.TCLSP_E2E_RESULT, "w")
  file:write(vim.fn.json_encode(seen))
  file:close()
  vim.cmd(failure and "cquit!" or "qall!")
end

local function place_of(text, offset)
  local line, column = unpack(vim.fn.searchpos("\\V" .. text, "nw"))
  return line, column - 1 + offset
end

local function params_at(buffer, text, offset)
  local line, column = place_of(text, offset)
  vim.api.nvim_win_set_cursor(0, { line, column })
  return vim.lsp.util.make_position_params(0, vim.lsp.get_client_by_id(seen.client).offset_encoding)
end

local function ask(buffer, method, params)
  local answers, failure = vim.lsp.buf_request_sync(buffer, method, params, limit)
  if not answers then
    error(method .. ": " .. tostring(failure))
  end
  local answer = answers[seen.client]
  if answer.error or answer.err then
    error(method .. ": " .. vim.inspect(answer.error or answer.err))
  end
  return answer.result
end

local function codes(diagnostics)
  local found = {}
  for _, diagnostic in ipairs(diagnostics) do
    table.insert(found, diagnostic.code or vim.tbl_get(diagnostic, "user_data", "lsp", "code"))
  end
  table.sort(found)
  return found
end

local function visit()
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.TCLSP_E2E_FILE))
  vim.bo.filetype = "python"
  local buffer = vim.api.nvim_get_current_buf()
  seen.client = vim.lsp.start_client({
    name = "tclsp",
    cmd = vim.fn.json_decode(vim.env.TCLSP_E2E_COMMAND),
    root_dir = vim.env.TCLSP_E2E_ROOT,
  })
  vim.lsp.buf_attach_client(buffer, seen.client)

  if not vim.wait(limit, function() return #vim.diagnostic.get(buffer) > 0 end, 20) then
    error("no diagnostics came")
  end
  note("diagnostics", codes(vim.diagnostic.get(buffer)))

  local hover = ask(buffer, "textDocument/hover", params_at(buffer, vim.env.TCLSP_E2E_HOVER, 3))
  note("hover", hover and hover.contents.value)

  local text, cursor = unpack(vim.fn.json_decode(vim.env.TCLSP_E2E_TYPED))
  vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { text })
  local last = vim.api.nvim_buf_line_count(buffer)
  vim.api.nvim_win_set_cursor(0, { last, cursor })
  local encoding = vim.lsp.get_client_by_id(seen.client).offset_encoding
  local offered = ask(buffer, "textDocument/completion", vim.lsp.util.make_position_params(0, encoding))
  note("completion", offered and offered.items[1].label)
  vim.api.nvim_buf_set_lines(buffer, last - 1, last, false, {})

  local wanted = vim.env.TCLSP_E2E_FIX
  local faulty = vim.tbl_filter(function(diagnostic)
    return codes({ diagnostic })[1] == wanted
  end, vim.diagnostic.get(buffer))[1]
  local place = {
    start = { line = faulty.lnum, character = faulty.col },
    ["end"] = { line = faulty.end_lnum, character = faulty.end_col },
  }
  local actions = ask(buffer, "textDocument/codeAction", {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = place,
    context = { diagnostics = { vim.tbl_get(faulty, "user_data", "lsp") and {
      range = place, message = faulty.message, code = wanted, source = faulty.source,
      data = faulty.user_data.lsp.data,
    } } },
  })
  local titles = {}
  for _, action in ipairs(actions) do
    table.insert(titles, action.title)
  end
  note("actions", titles)
  local chosen = actions[1]
  if not chosen.edit then
    chosen = ask(buffer, "codeAction/resolve", chosen)
  end
  local before = #vim.tbl_filter(function(code) return code == wanted end, seen.diagnostics)
  vim.lsp.util.apply_workspace_edit(chosen.edit, encoding)
  local gone = vim.wait(limit, function()
    local left = vim.tbl_filter(function(code) return code == wanted end, codes(vim.diagnostic.get(buffer)))
    return #left < before
  end, 20)
  note("fixed", gone)
  vim.cmd("write")

  vim.lsp.stop_client(seen.client)
  note("stopped", vim.wait(limit, function() return vim.lsp.client_is_stopped(seen.client) end, 20))
end

local fine, failure = xpcall(visit, debug.traceback)
finish(not fine and failure or nil)
