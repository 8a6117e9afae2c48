(function(d,f){d.classList.add("js");try{d.dataset.theme=localStorage.getItem("puente.theme")||"auto"}catch(e){}
function say(n){f=f||n;var p=document.getElementById("fault");if(p){p.textContent=p.getAttribute("data-"+f);p.hidden=false}return p}
if(location.protocol=="file:")f="file";else if(!("noModule"in document.createElement("script")))f="old";
addEventListener("DOMContentLoaded",function(){if(f)say()});
addEventListener("error",function(e){if(e.target.tagName=="SCRIPT"||e.error instanceof SyntaxError)say("lost")},true);
addEventListener("submit",function(e){var t=e.target;if(t.hasAttribute("data-form")){e.preventDefault();t.setAttribute("data-pressed","");if(f)say().scrollIntoView()}},true);
addEventListener("click",function(e){var a=f=="file"&&e.target.closest("a[href]");if(a&&a.protocol=="file:"&&/\/$/.test(a.pathname))a.pathname+="index.html"},true)})(document.documentElement)
