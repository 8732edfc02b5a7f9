extension HTMLPage {
  /// Of every page, byte for byte the same: its digest stands in the policy that the page is sent with, so that no other
  /// style is used. One column; long names and addresses are broken anywhere.
  package static let style = """
    :root{color-scheme:light dark;--page:#f9f8f3;--card:#fff;--text:#1c2321;--soft:#56605c;--line:#8a938f;--edge:#e3e1d8;\
    --main:#00695c;--on:#fff}\
    @media(prefers-color-scheme:dark){:root{--page:#131716;--card:#1c2221;--text:#eef1ef;--soft:#a9b3af;--line:#7b8581;\
    --edge:#303836;--main:#5cd6c0;--on:#06201b}}\
    *{box-sizing:border-box}\
    body{margin:0;padding:1rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif}\
    main{max-width:34rem;margin:6vh auto;padding:1.75rem;background:var(--card);border:1px solid var(--edge);\
    border-radius:1rem;overflow-wrap:anywhere}\
    header{color:var(--main);font-weight:700}\
    h1{margin:.75rem 0;font-size:1.5rem;line-height:1.25}\
    p{margin:.75rem 0}small,dt,.soft{color:var(--soft)}dl,ul{margin:.75rem 0}dd{margin:0 0 .5rem}ul{padding-left:1.25rem}\
    form,details{margin:1.25rem 0 0}label{display:block;margin:.75rem 0}\
    input{display:block;width:100%;margin-top:.25rem;padding:.625rem .75rem;font:inherit;color:inherit;\
    background:var(--page);border:1px solid var(--line);border-radius:.5rem}\
    .box{display:flex;gap:.625rem;align-items:flex-start}\
    .box input{flex:none;width:1.25rem;height:1.25rem;margin:.125rem 0 0;accent-color:var(--main)}\
    button{min-height:2.75rem;margin-top:.5rem;padding:.5rem 1.25rem;font:inherit;font-weight:600;color:var(--on);\
    background:var(--main);border:0;border-radius:.5rem;cursor:pointer}\
    a{color:var(--main)}:focus-visible{outline:3px solid var(--main);outline-offset:2px}\
    footer{margin-top:1.5rem;padding-top:.25rem;border-top:1px solid var(--edge)}\
    @media(max-width:30rem){body{padding:0}main{margin:0;min-height:100vh;border:0;border-radius:0;padding:1.25rem}}
    """
}
