//! What Visual Studio Code logs of MCP servers at level trace.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static MCP_VSCODE: LineForm = LineForm {
    called: "Visual Studio Code's log of an MCP server",
    signs: &[
        (Sign::Object, "{any}Fetching {url} with options: {dict}"),
        (Sign::Object, "{any}Fetched {url}: {dict}"),
    ],
};
