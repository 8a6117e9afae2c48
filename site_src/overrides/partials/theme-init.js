(d=>{d.classList.add("js");try{d.dataset.theme=localStorage.getItem("puente.theme")||"auto"}catch{}})(document.documentElement)
